import { parseArgs } from 'node:util';
import type { ProfileSetting } from '../../shared/protocol';
import type { SeveritySetting } from '../../shared/severities';
import { UsageError } from './usage';

export type Command = 'lint' | 'messages' | 'calls' | 'replay' | 'path' | 'explain' | 'fix' | 'rules';
export type Format = 'text' | 'json' | 'ndjson' | 'sarif' | 'github';

export interface Arguments {
  readonly command: Command;
  /** The command was named; else the first file may be a command misspelt. */
  readonly isNamed: boolean;
  readonly files: readonly string[];
  readonly format: Format;
  /** Null where the command line does not say. */
  readonly profile: ProfileSetting | null;
  readonly rules: Readonly<Record<string, SeveritySetting>>;
  readonly config: string | null;
  /** lint: a file of known findings, which are not told. */
  readonly baseline: string | null;
  /** lint: where to write what is found as known. */
  readonly writeBaseline: string | null;
  /** The files belong together and are one trace. */
  readonly together: boolean;
  /** fix: the files are changed. */
  readonly write: boolean;
  /** fix: what would change is told. */
  readonly diff: boolean;
  /** calls: with the findings of each. */
  readonly findings: boolean;
  /** calls: with requests outside of calls. */
  readonly transactions: boolean;
  /** path: settings that the traces speak for are written, not their paths. */
  readonly propose: boolean;
  /** path: an export of routes. */
  readonly routes: string | null;
  /** path: an export of firewall rules. */
  readonly firewall: string | null;
  /** Microsoft's list of endpoints, in place of that of the settings. */
  readonly endpoints: string | null;
  /** replay, path: the Call-ID of the calls that are wanted; null for all. */
  readonly callId: string | null;
  /** A file of TLS keys (SSLKEYLOGFILE). */
  readonly keyLog: string | null;
  readonly maxWarnings: number | null;
  readonly maxFindings: number | null;
  /** Threads that judge; null leaves it to the size of the trace. */
  readonly workers: number | null;
  /** lint, calls: bodies of one form are judged once. */
  readonly memo: boolean;
  /** Null: as the output is a terminal or not. */
  readonly color: boolean | null;
  readonly help: boolean;
  readonly version: boolean;
}

export const commands: readonly Command[] = [
  'lint',
  'messages',
  'calls',
  'replay',
  'path',
  'explain',
  'fix',
  'rules',
];
const profiles: readonly ProfileSetting[] = ['auto', 'teams-bypass', 'teams-nonbypass', 'rfc'];
const severities: readonly SeveritySetting[] = ['off', 'info', 'warning', 'error', 'default'];

/** Reads the command line; throws {@link UsageError}. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const [first] = positionals;
  const named = commands.find((command) => command === first);
  const command = named ?? 'lint';
  const format = oneOf('--format', values.format ?? 'text', formatsOf(command));
  return {
    command,
    isNamed: named !== undefined,
    files: named === undefined ? positionals : positionals.slice(1),
    format,
    profile: values.profile === undefined ? null : oneOf('--profile', values.profile, profiles),
    rules: Object.fromEntries((values.rule ?? []).map(readRule)),
    config: values.config ?? null,
    baseline: values.baseline ?? null,
    writeBaseline: values['write-baseline'] ?? null,
    together: values.together === true,
    write: values.write === true,
    diff: values.diff === true,
    findings: values.findings === true,
    transactions: values.transactions === true,
    callId: values.call ?? null,
    propose: values.propose === true,
    routes: values.routes ?? null,
    firewall: values.firewall ?? null,
    endpoints: values.endpoints ?? null,
    keyLog: values.keylog ?? null,
    maxWarnings: count('--max-warnings', values['max-warnings']),
    maxFindings: count('--max-findings', values['max-findings']),
    workers: count('--workers', values.workers),
    memo: values['no-memo'] !== true,
    color: values.color === true ? true : values['no-color'] === true ? false : null,
    help: values.help === true,
    version: values.version === true,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        profile: { type: 'string' },
        rule: { type: 'string', multiple: true },
        config: { type: 'string' },
        baseline: { type: 'string' },
        'write-baseline': { type: 'string' },
        together: { type: 'boolean' },
        write: { type: 'boolean' },
        diff: { type: 'boolean' },
        findings: { type: 'boolean' },
        transactions: { type: 'boolean' },
        call: { type: 'string' },
        propose: { type: 'boolean' },
        routes: { type: 'string' },
        firewall: { type: 'string' },
        endpoints: { type: 'string' },
        keylog: { type: 'string' },
        'max-warnings': { type: 'string' },
        'max-findings': { type: 'string' },
        workers: { type: 'string' },
        'no-memo': { type: 'boolean' },
        color: { type: 'boolean' },
        'no-color': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    // The first sentence says what is wrong; the rest is advice for authors of options.
    const [sentence = ''] = error instanceof Error ? error.message.split(/\. |\n/) : [];
    throw new UsageError(sentence);
  }
}

function formatsOf(command: Command): readonly Format[] {
  switch (command) {
    case 'lint':
      return ['text', 'json', 'ndjson', 'sarif', 'github'];
    case 'rules':
      return ['text', 'json'];
    case 'fix':
      return ['text'];
    default:
      return ['text', 'json', 'ndjson'];
  }
}

function oneOf<T extends string>(name: string, value: string, values: readonly T[]): T {
  const found = values.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`${name} must be one of ${values.join(', ')}, not "${value}"`);
  return found;
}

function readRule(text: string): readonly [string, SeveritySetting] {
  const equals = text.indexOf('=');
  if (equals === -1) throw new UsageError(`--rule wants ID=SEVERITY, not "${text}"`);
  return [
    text.slice(0, equals),
    oneOf(`--rule ${text.slice(0, equals)}`, text.slice(equals + 1), severities),
  ];
}

function count(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`${name} must be a whole number, not "${value}"`);
  return Number(value);
}
