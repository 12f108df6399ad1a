/**
 * What stays the same of a finding from one trace of a call to the next: the rule, the course of the call, the message,
 * and what is said without the values that no two calls have in common. Lines, ports, Call-IDs and times are not in it.
 */
import { perObject } from '../basics/memo';
import type { Call } from '../calls/call';
import { methodOf } from '../sip/values';
import type { TraceMessage } from '../traces/message';

/** A kind of findings, as it stands in a baseline. */
export interface FindingKind {
  readonly rule: string;
  /** The messages of the call, each kind once, in order: `INVITE 100 183 200 ACK BYE`. */
  readonly call: string;
  /** The message that the finding is in: `200 INVITE`. */
  readonly message: string;
  /** What is said of it, `#` for what differs from call to call. */
  readonly text: string;
}

/** What decides, of where a finding is shown, whether it is told: plain data. */
export interface Shown {
  readonly call: string;
  readonly message: string;
  /** Rules that the file says to ignore there. */
  readonly ignored: readonly string[];
}

/** What stands for the course of a call in findings that are of no single one. */
export const ofTrunk = 'trunk';

/** @param course of the call, {@link courseOf} or {@link ofTrunk} */
export function shownOf(message: TraceMessage, course: string): Shown {
  return { call: course, message: nameOf(message), ignored: message.record.ignored ?? [] };
}

/** The kind of a finding. */
export function kindOf(rule: string, said: string, { call, message }: Shown): FindingKind {
  return { rule, call, message, text: withoutValues(said) };
}

/** One text for a kind, which no other one has. */
export function keyOf({ rule, call, message, text }: FindingKind): string {
  return [rule, call, message, text].join('\n');
}

/** Kinds of messages that tell one course from another; a long call has no more. */
const MOST_NAMES = 24;

/** The course of a call, in words. */
export const courseOf = perObject((call: Call): string =>
  call.kind === 'sdp' ? 'SDP' : namesOf(call).join(' '),
);

function namesOf({ messages }: Call): readonly string[] {
  const names = new Set<string>();
  for (const { message, retransmissionOf } of messages) {
    if (retransmissionOf !== null || message.parsed.kind !== 'sip') continue;
    const { startLine } = message.parsed;
    names.add(startLine.kind === 'request' ? startLine.method.text : startLine.code.text);
    if (names.size === MOST_NAMES) break;
  }
  return [...names];
}

function nameOf({ parsed }: TraceMessage): string {
  if (parsed.kind === 'sdp') return 'SDP';
  if (parsed.kind === 'packet') return parsed.type;
  const { startLine } = parsed;
  return startLine.kind === 'request' ? startLine.method.text : `${startLine.code.text} ${methodOf(parsed)}`;
}

/** What stands between these is looked at as one: a name, a number, an address, a tag. */
const words = /[\w.:@+/=%~*!-]+/g;

/** Values of two messages, as `rules/changed-values.ts` writes them. */
const changedValues = / \((?:now|here) [^()]*\)/g;

function withoutValues(told: string): string {
  const text = told.replaceAll(changedValues, '');
  return text.replaceAll(words, (word, at: number) => {
    if (text.startsWith('RFC ', at - 4)) return word;
    const end = /[.:!-]$/.test(word) ? word.slice(-1) : '';
    const value = end === '' ? word : word.slice(0, -1);
    return (isOfCall(value) ? '#' : value) + end;
  });
}

/** Whether a word belongs to one call: an address, a port, a time, a long number, or what was drawn by lot. */
function isOfCall(word: string): boolean {
  if (!/\d/.test(word)) return word.includes('@');
  // `200` says what happened, `#` of `1204` octets does not; nor do fractions of a second.
  if (/^\d+$/.test(word)) return word.length > 3;
  if (/^[\d.,:%+-]+$/.test(word) || word.includes('@')) return true;
  if (/^[\da-f:.]+$/i.test(word) && (word.includes(':') || word.length > 7)) return true;
  // Names are written in one case (`AES_CM_128`, `h264`); letters, digits and both cases together are a tag or a branch.
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && !word.includes('/');
}
