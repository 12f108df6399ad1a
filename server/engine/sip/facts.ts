/** What grouping asks of every message, read once a message. */
import { perObject } from '../basics/memo';
import type { SipMessage } from './message';
import { callIdOf, cseqOf, headerOf, methodOf, splitList, statusOf, tagOf, topVia } from './values';

export interface SipFacts {
  readonly callId: string;
  /** Of a request its method, of a response that of its CSeq. */
  readonly method: string;
  /** Null for a request. */
  readonly status: number | null;
  readonly cseq: string;
  readonly branch: string;
  readonly fromTag: string;
  readonly toTag: string;
  readonly viaCount: number;
}

export const factsOf = perObject((message: SipMessage): SipFacts => {
  let viaCount = 0;
  for (const { id, value } of message.headers)
    if (id === 'via') viaCount += isSingle(value.text) ? 1 : splitList(message.content, value).length;
  return {
    callId: callIdOf(message),
    method: methodOf(message),
    status: statusOf(message),
    cseq: cseqOf(message)?.number.text ?? '',
    branch: branchOf(message),
    fromTag: tagTextOf(message, 'from'),
    toTag: tagTextOf(message, 'to'),
    viaCount,
  };
});

/** The topmost branch, by its place where the header is as usual. */
function branchOf(message: SipMessage): string {
  const text = headerOf(message, 'via')?.value.text ?? '';
  if (isSingle(text) && text.startsWith('SIP/2.0/')) {
    const branch = firstParam(text, text.indexOf(';'), ';branch=');
    if (branch !== null) return branch;
  }
  return topVia(message)?.branch?.text ?? '';
}

/** The tag of From or To, by its place where the header is as usual. */
function tagTextOf(message: SipMessage, id: 'from' | 'to'): string {
  const text = behindName(headerOf(message, id)?.value.text ?? '');
  const open = isSingle(text) ? text.indexOf('<') : -1;
  const close = open < 0 ? -1 : text.indexOf('>', open);
  if (close >= 0) {
    if (close === text.length - 1) return '';
    const tag = firstParam(text, close + 1, ';tag=');
    if (tag !== null) return tag;
  }
  return tagOf(message, id)?.text ?? '';
}

/** What follows a display name in quotes; the whole text where none begins it, or one that escapes something. */
function behindName(text: string): string {
  const end = text.startsWith('"') ? text.indexOf('"', 1) : -1;
  return end < 0 || text.lastIndexOf('\\', end) >= 0 ? text : text.slice(end + 1);
}

/** Whether a value holds neither quotes nor a second one, so that its marks are what they look like. */
function isSingle(text: string): boolean {
  return text !== '' && !text.includes('"') && !text.includes(',');
}

/** The value of the first parameter; null where it is another one. */
function firstParam(text: string, at: number, name: string): string | null {
  if (at < 0 || !text.startsWith(name, at)) return null;
  const from = at + name.length;
  const end = text.indexOf(';', from);
  const value = text.slice(from, end < 0 ? text.length : end);
  // Blanks around it are rare, and what is left then is for the parser to say.
  return value === '' || /\s/.test(value) ? null : value;
}
