/**
 * What is quickly seen of a message and of a call. Rules say by it of which they may have something to say, and are asked of
 * no others: most calls are answered and end, and what most rules look for is not in them.
 */
import type { Side } from '../../../shared/calls';
import type { Call } from '../calls/call';
import { isAgreedOnce } from '../ice/renegotiation';
import { factsOf } from '../sip/facts';
import type { SipMessage } from '../sip/message';
import { isSip } from '../traces/message';
import type { CallContents, MarkedHeader, MessageKind } from './rule';
import { oddAddresses, oddVias } from './sip/addresses';

/** A kind, and the text that stands for it. */
interface Keyed<K> {
  readonly key: string;
  readonly kind: K;
}

const marks: Readonly<Record<MarkedHeader, number>> = {
  contact: 1,
  'history-info': 2,
  'min-se': 4,
  replaces: 8,
  rseq: 16,
  'session-expires': 32,
  'x-ms-userlocation': 64,
};
const markOf: ReadonlyMap<string, number> = new Map(Object.entries(marks));

/** The kind of a message of a side. */
export function messageKindOf(sip: SipMessage, side: Side): Keyed<MessageKind> {
  const { method, status, toTag } = factsOf(sip);
  const isTagged = toTag !== '';
  const hasBody = sip.body !== null;
  const isOdd = oddAddresses(sip).length > 0 || oddVias(sip).length > 0;
  let marked = 0;
  for (const { id } of sip.headers) marked |= markOf.get(id) ?? 0;
  return {
    key: `${side} ${status} ${isTagged} ${hasBody} ${isOdd} ${marked} ${method}`,
    kind: { method, status, isTagged, hasBody, isOdd, has: (id) => (marked & marks[id]) !== 0 },
  };
}

/** What a call holds. */
export function callContentsOf(call: Call): Keyed<CallContents> {
  let isCancelled = false;
  let isReferred = false;
  let isReliable = false;
  let isRefused = false;
  const tags = new Set<string>();
  for (const { message } of call.messages) {
    if (!isSip(message)) continue;
    const { method, status, toTag } = factsOf(message.parsed);
    if (status === null) {
      isCancelled ||= method === 'CANCEL';
      isReferred ||= method === 'REFER';
      isReliable ||= method === 'PRACK';
    } else {
      if (method === 'INVITE' && status > 100) tags.add(toTag);
      isRefused ||= method === 'INVITE' && status >= 300;
      isReliable ||= message.parsed.headers.some(isOfReliable);
    }
  }
  const isForked = tags.size > 1;
  const isRenegotiated = !isAgreedOnce(call);
  return {
    key: `${isCancelled} ${isReferred} ${isReliable} ${isRefused} ${isForked} ${isRenegotiated}`,
    kind: { isCancelled, isReferred, isReliable, isRefused, isForked, isRenegotiated },
  };
}

function isOfReliable({ id, value }: SipMessage['headers'][number]): boolean {
  return id === 'rseq' || (id === 'require' && value.text.toLowerCase().includes('100rel'));
}
