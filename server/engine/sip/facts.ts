/** What grouping asks of every message, read once a message. */
import type { SipMessage } from './message';
import { callIdOf, cseqOf, headersOf, methodOf, splitList, statusOf, tagOf, topVia } from './values';

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

const known = new WeakMap<SipMessage, SipFacts>();

export function factsOf(message: SipMessage): SipFacts {
  let facts = known.get(message);
  if (facts === undefined) {
    facts = readFacts(message);
    known.set(message, facts);
  }
  return facts;
}

function readFacts(message: SipMessage): SipFacts {
  const via = topVia(message);
  let viaCount = 0;
  for (const header of headersOf(message, 'via')) viaCount += splitList(message.content, header.value).length;
  return {
    callId: callIdOf(message),
    method: methodOf(message),
    status: statusOf(message),
    cseq: cseqOf(message)?.number.text ?? '',
    branch: via?.branch?.text ?? '',
    fromTag: tagOf(message, 'from')?.text ?? '',
    toTag: tagOf(message, 'to')?.text ?? '',
    viaCount,
  };
}
