/**
 * What is true of calls as engineers capture them: half, late, cut, doubled, from two points, beside a log. Each
 * TRUTH.json says which states, verdicts and rules must come and must not. Runs where the captures are.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { run } from '../../server/cli/run';
import { sharedPath, skipUnshared } from '../support/shared';

interface Truth {
  /** Traces that belong together; the name of the truth is the file where it is missing. */
  readonly files?: readonly string[];
  readonly states?: readonly string[];
  readonly statesNot?: readonly string[];
  /** Verdicts; `a|b`: either. */
  readonly must?: readonly string[];
  readonly mustNot?: readonly string[];
  readonly rules?: readonly string[];
  readonly rulesNot?: readonly string[];
  readonly calls?: number;
  readonly outcome?: string;
  readonly maxErrors?: number;
}

interface Named {
  readonly id: string;
}

interface Replay {
  readonly verdicts: readonly Named[];
  readonly forks: readonly { readonly state: string }[];
}

interface Lint {
  readonly files: readonly {
    readonly findings: readonly { readonly rule: string }[];
    readonly evidence?: readonly Named[];
  }[];
  readonly summary: { readonly error: number };
}

interface Call {
  readonly outcome: string;
}

for (const folder of ['captures', 'seeds']) {
  describe(`the truth of ../shared/field/${folder}`, () => {
    const base = sharedPath('field', folder);
    const truths = base === null ? {} : readTruths(path.join(base, 'TRUTH.json'));
    if (base === null) {
      it('of each call', function () {
        skipUnshared(this);
      });
    }
    for (const [name, truth] of Object.entries(truths)) {
      it(`of ${name}`, async () => {
        const files = (truth.files ?? [name]).map((file) => path.join(base ?? '', file));
        assert.deepEqual(await missedFacts(truth, files), []);
      });
    }
  });
}

function readTruths(file: string): Readonly<Record<string, Truth>> {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Readonly<Record<string, Truth>>;
}

async function missedFacts(truth: Truth, files: readonly string[]): Promise<readonly string[]> {
  const args = [...(files.length > 1 ? ['--together'] : []), ...files];
  const replays = (await said('replay', args)) as readonly Replay[];
  const { files: linted, summary } = (await said('lint', args)) as Lint;
  const calls = (await said('calls', args)) as readonly Call[];
  const verdicts = new Set([
    ...replays.flatMap((replay) => replay.verdicts.map(({ id }) => id)),
    ...linted.flatMap(({ evidence = [] }) => evidence.map(({ id }) => id)),
  ]);
  const rules = new Set(linted.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const states = replays.flatMap(({ forks }) => forks.map(({ state }) => state));
  const missed: string[] = [];
  const fact = (holds: boolean, what: string): void => {
    if (!holds) missed.push(what);
  };
  if (truth.states !== undefined)
    fact(
      states.some((state) => truth.states?.includes(state)),
      `a state is ${truth.states.join(' or ')}`,
    );
  for (const state of truth.statesNot ?? []) fact(!states.includes(state), `no state is ${state}`);
  for (const id of truth.must ?? []) fact(isAnyOf(id, verdicts), `verdict ${id}`);
  for (const id of truth.mustNot ?? []) fact(!verdicts.has(id), `no verdict ${id}`);
  for (const id of truth.rules ?? []) fact(isAnyOf(id, rules), `rule ${id}`);
  for (const id of truth.rulesNot ?? []) fact(!rules.has(id), `no rule ${id}`);
  if (truth.calls !== undefined) fact(calls.length === truth.calls, `${truth.calls} calls`);
  if (truth.outcome !== undefined)
    fact(
      calls.some(({ outcome }) => outcome === truth.outcome),
      `outcome ${truth.outcome}`,
    );
  if (truth.maxErrors !== undefined)
    fact(summary.error <= truth.maxErrors, `${truth.maxErrors} errors at most`);
  return missed;
}

function isAnyOf(ids: string, found: ReadonlySet<string>): boolean {
  return ids.split('|').some((id) => found.has(id));
}

/** What a command says of files. */
async function said(command: string, args: readonly string[]): Promise<unknown> {
  let out = '';
  await run([command, '--format', 'json', ...args], {
    out: (text) => (out += text),
    error: () => undefined,
    colours: false,
    folder: import.meta.dirname,
    version: '0',
  });
  return JSON.parse(out);
}
