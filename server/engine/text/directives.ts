/**
 * Lines by which a file itself says what a reader cannot see: `#!side sbc`, `#!role answer`,
 * `#!profile teams-bypass`, `#!ignore RULE reason`. They are no content of any message.
 */
import { tokenAt, type Span, type Token } from '../basics/span';
import type { RecordDirectives, TextRecord } from './record';

export interface Directive extends Span {
  readonly name: Token;
  readonly value: Token;
  /** Why it says nothing; null where it is understood. */
  readonly problem: string | null;
}

/** What each directive may say. */
export const directiveValues = {
  side: ['sbc', 'teams'],
  role: ['offer', 'answer'],
  profile: ['teams-bypass', 'teams-nonbypass', 'rfc'],
} as const satisfies { readonly [Name in keyof RecordDirectives]: readonly string[] };

/** How a line begins that names a rule whose findings are not to be told, and why. */
export const ignoreMark = '#!ignore';

const ignoreName = 'ignore';

/** The rules that `#!ignore` lines among some directives name, in their order. */
export function ignoredRules(directives: readonly Directive[]): readonly string[] {
  return directives
    .filter(({ name, problem }) => name.text === ignoreName && problem === null)
    .map(({ value }) => value.text);
}

/** The `#!ignore` lines between two offsets of a text: above the first message of the file for all of it, else for the next one. */
export function ignoresIn(text: string, start: number, end: number): readonly Directive[] {
  // Nearly always there is none, and a look at a piece costs less than a search that may run to the end of the text.
  if (end - start < ignoreMark.length || !text.slice(start, end).includes(ignoreMark)) return [];
  return directivesIn(text, start, end).filter(({ name }) => name.text === ignoreName);
}

/** A record whose file says in its head that rules are to be ignored. */
export function withIgnored(record: TextRecord, rules: readonly string[]): TextRecord {
  return rules.length === 0 ? record : { ...record, ignored: [...rules, ...(record.ignored ?? [])] };
}

/** The directives between two offsets of a text, in order. */
export function directivesIn(text: string, start: number, end: number): readonly Directive[] {
  const found: Directive[] = [];
  let at = text.indexOf('#!', start);
  while (at >= 0 && at < end) {
    const before = at === 0 ? 10 : text.charCodeAt(at - 1);
    if (before === 10 || before === 13 || before === 0xfeff) found.push(directiveAt(text, at));
    at = text.indexOf('#!', at + 2);
  }
  return found;
}

/** What a group of directives says together; of two that disagree the later one counts. */
export function recordDirectives(directives: readonly Directive[]): RecordDirectives {
  return {
    side: lastValue(directives, 'side', directiveValues.side),
    role: lastValue(directives, 'role', directiveValues.role),
    profile: lastValue(directives, 'profile', directiveValues.profile),
  };
}

/** A longer line is no directive that anyone wrote. */
const MAX_LENGTH = 200;

function directiveAt(text: string, start: number): Directive {
  const line = /^[^\r\n]*/.exec(text.slice(start, start + MAX_LENGTH))?.[0] ?? '';
  const words = /^#!(\s*)([^\s:=]*)(\s*[:=]?\s*)(\S*)/.exec(line);
  const nameStart = start + 2 + (words?.[1]?.length ?? 0);
  const name = tokenAt(text, nameStart, nameStart + (words?.[2]?.length ?? 0));
  const valueStart = name.end + (words?.[3]?.length ?? 0);
  const value = tokenAt(text, valueStart, valueStart + (words?.[4]?.length ?? 0));
  return { start, end: start + line.length, name, value, problem: problemOf(name.text, value.text) };
}

function problemOf(name: string, value: string): string | null {
  if (name === ignoreName) return value === '' ? '#!ignore wants the id of a rule, and why' : null;
  const values = Object.entries(directiveValues).find(([known]) => known === name)?.[1];
  if (values === undefined)
    return `unknown directive "${name}"; known are ${[...Object.keys(directiveValues), ignoreName].join(', ')}`;
  const known: readonly string[] = values;
  return known.includes(value) ? null : `#!${name} wants one of ${known.join(', ')}`;
}

function lastValue<Value extends string>(
  directives: readonly Directive[],
  name: string,
  values: readonly Value[],
): Value | null {
  const said = directives.findLast((directive) => directive.name.text === name && directive.problem === null);
  return values.find((value) => value === said?.value.text) ?? null;
}
