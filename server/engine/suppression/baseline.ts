/** The file of known findings: what a team has seen already, so that only what is new fails. */
import { compare } from '../../../shared/order';
import { keyOf, type FindingKind } from './finding-kind';
import { isRecord } from '../../../shared/json';

const version = 1;

export type BaselineReading =
  | { readonly kind: 'baseline'; readonly kinds: readonly FindingKind[] }
  /** One sentence without a full stop. */
  | { readonly kind: 'problem'; readonly problem: string };

/** The text of a baseline: an entry a line, in an order of their own, so that a change is a line in a diff. */
export function writeBaseline(kinds: readonly FindingKind[]): string {
  const lines = [...new Map(kinds.map((kind) => [keyOf(kind), kind]))]
    .sort(([one], [other]) => compare(one, other))
    .map(([, { rule, call, message, text }]) => `    ${JSON.stringify({ rule, call, message, text })}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${String(version)},\n  "findings": ${list}\n}\n`;
}

/** Reads the text of a baseline. */
export function readBaseline(text: string): BaselineReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return problemOf('no valid JSON');
  }
  if (!isRecord(json) || !Array.isArray(json['findings'])) return problemOf('no baseline of findings');
  if (json['version'] !== version)
    return problemOf(
      `a baseline of version ${String(version)} is wanted; write it anew with --write-baseline`,
    );
  const kinds: FindingKind[] = [];
  for (const entry of json['findings'] as readonly unknown[]) {
    const kind = kindIn(entry);
    if (kind === null)
      return problemOf(`entry ${String(kinds.length + 1)} has no rule, call, message and text`);
    kinds.push(kind);
  }
  return { kind: 'baseline', kinds };
}

function problemOf(problem: string): BaselineReading {
  return { kind: 'problem', problem };
}

function kindIn(entry: unknown): FindingKind | null {
  if (!isRecord(entry)) return null;
  const { rule, call, message, text } = entry;
  return typeof rule === 'string' &&
    typeof call === 'string' &&
    typeof message === 'string' &&
    typeof text === 'string'
    ? { rule, call, message, text }
    : null;
}
