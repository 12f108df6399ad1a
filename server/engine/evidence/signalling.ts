/**
 * What the signalling of a Call-ID can carry: which messages are whole, which are copies, what answers a request on
 * whichever leg, and what their times say. Rules of signalling ask here before they claim an order, an interval or an
 * absence.
 */
import { factsOf } from '../sip/facts';
import { cutHeaderOf, isCutMessage } from '../sip/cut';
import { topVia } from '../sip/values';
import type { SipTraceMessage } from '../traces/message';

/** No timer of SIP is so short: what comes again within it was captured twice (RFC 3261 §17.1.1.1: T1 is 500 ms). */
const COPY = 20_000;
/** Who gets no answer over UDP asks again after T1 and doubles it; with room for slow timers (RFC 3261 §17.1.2.2). */
const ASKS_AGAIN = 1_500_000;

/** Nobody waits longer for an answer: what comes later shows a leap of the clock (RFC 3261 §17.1.1.2: 64 × T1). */
const LONGEST_WAIT = 32_000_000;

/** How a message travels its hop: for everybody to read, or encrypted. */
export type HopSecurity = 'clear' | 'encrypted' | 'unknown';

export class Signalling {
  /** By method and CSeq: a long call has thousands of transactions. Made when a rule asks. */
  #byCseq: ReadonlyMap<string, readonly SipTraceMessage[]> | null = null;

  /**
   * @param messages all of the Call-ID, on all its legs, in the order of the trace
   * @param stampOf microseconds since 1970, without what the clocks of the capture do; null where no time is known
   */
  constructor(
    private readonly messages: readonly SipTraceMessage[],
    private readonly stampOf: (message: SipTraceMessage) => number | null = ({ record }) =>
      record.meta.time?.micros ?? null,
  ) {}

  /** Whether the trace lost the end of a message: nothing is said of what is not there. */
  isCut({ parsed }: SipTraceMessage): boolean {
    return cutHeaderOf(parsed) !== null || isCutMessage(parsed);
  }

  /** Whether one message is the capture's copy of the other, and no repetition by its sender. */
  isCopy(one: SipTraceMessage, other: SipTraceMessage): boolean {
    const apart = this.elapsed(one, other);
    return (
      apart !== null &&
      apart < COPY &&
      one.parsed.content === other.parsed.content &&
      wayOf(one) === wayOf(other)
    );
  }

  /** Microseconds from one message to another; null where times are not known, or run back. */
  elapsed(one: SipTraceMessage, other: SipTraceMessage): number | null {
    const from = this.stampOf(one);
    const to = this.stampOf(other);
    return from === null || to === null || to < from ? null : to - from;
  }

  /** Whether two messages of a transaction were seen on one hop (RFC 3261 §17.1.3). */
  isSameHop(one: SipTraceMessage, other: SipTraceMessage): boolean {
    return factsOf(one.parsed).branch === factsOf(other.parsed).branch && endsOf(one) === endsOf(other);
  }

  /** The request and its repetitions at its hop, copies left out. */
  sendingsOf(request: SipTraceMessage): readonly SipTraceMessage[] {
    const sent = this.#sameCseq(request).filter(
      (each) => factsOf(each.parsed).status === null && this.isSameHop(each, request),
    );
    return sent.filter((each, place) => !sent.slice(0, place).some((earlier) => this.isCopy(earlier, each)));
  }

  /** What answers a request, on whichever leg it was seen: by CSeq, tags and, on its own hop, branch. */
  answersOf(request: SipTraceMessage): readonly SipTraceMessage[] {
    const { fromTag } = factsOf(request.parsed);
    return this.#sameCseq(request).filter((each) => {
      const facts = factsOf(each.parsed);
      return facts.status !== null && facts.fromTag === fromTag;
    });
  }

  #sameCseq(request: SipTraceMessage): readonly SipTraceMessage[] {
    this.#byCseq ??= grouped(this.messages);
    return this.#byCseq.get(cseqKey(request)) ?? [];
  }

  /**
   * Whether the first answer of a request is the first that was sent: its direction was captured, as it shows, and who
   * asked over UDP asked again meanwhile, as he does without an answer.
   */
  isFirstAnswer(request: SipTraceMessage, answer: SipTraceMessage): boolean {
    const waited = this.elapsed(request, answer);
    const isEarlier = (each: SipTraceMessage): boolean =>
      each.index < answer.index && this.isSameHop(request, each);
    if (waited === null || waited > LONGEST_WAIT || this.answersOf(request).some(isEarlier)) return false;
    return waited < ASKS_AGAIN || carrierOf(request) !== 'UDP' || this.sendingsOf(request).length > 1;
  }
}

function grouped(messages: readonly SipTraceMessage[]): ReadonlyMap<string, readonly SipTraceMessage[]> {
  const groups = new Map<string, SipTraceMessage[]>();
  for (const message of messages) {
    const key = cseqKey(message);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [message]);
    else group.push(message);
  }
  return groups;
}

function cseqKey({ parsed }: SipTraceMessage): string {
  const { method, cseq } = factsOf(parsed);
  return `${method} ${cseq}`;
}

/** Whether others could read a message on its hop: by what carried it, and by what its sender says in Via. */
export function hopSecurity(message: SipTraceMessage): HopSecurity {
  const transports = [message.record.meta.transport?.toUpperCase(), topVia(message.parsed)?.transport];
  if (transports.some((each) => each !== undefined && /TLS|DTLS|WSS/.test(each))) return 'encrypted';
  return transports.some((each) => each !== undefined && /^(?:UDP|TCP|SCTP|WS)$/.test(each))
    ? 'clear'
    : 'unknown';
}

/** What carried a message: what its sender says, as a decrypted capture may be written as UDP. */
function carrierOf(message: SipTraceMessage): string | null {
  return topVia(message.parsed)?.transport ?? message.record.meta.transport?.toUpperCase() ?? null;
}

function wayOf({ record: { meta } }: SipTraceMessage): string {
  return `${meta.source?.address ?? ''} ${meta.source?.port ?? ''} ${meta.destination?.address ?? ''} ${meta.destination?.port ?? ''}`;
}

function endsOf({ record: { meta } }: SipTraceMessage): string {
  return [meta.source?.address ?? '', meta.destination?.address ?? ''].sort().join(' ');
}
