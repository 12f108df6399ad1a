/**
 * What the signalling of a Call-ID can carry: which messages are whole, which are copies, what answers a request on
 * whichever leg, and what their times say. Rules of signalling ask here before they claim an order, an interval or an
 * absence.
 */
import { SECOND } from '../basics/durations';
import { factsOf, type SipFacts } from '../sip/facts';
import { isCutMessage, stopsInHeaders } from '../sip/cut';
import { hasLostBrackets, speaksRfc2543 } from '../sip/old-forms';
import { headerOf, topVia } from '../sip/values';
import type { SipTraceMessage } from '../traces/message';
import { perObject } from '../basics/memo';
import { countBefore, firstAfter, groupedBy } from './message-groups';
import { wayBetween, type Undelivered, type UndeliveredByWay } from './undelivered';

/** No timer of SIP is so short: what comes again within it was captured twice (RFC 3261 §17.1.1.1: T1 is 500 ms). */
const COPY = 20_000;
/** Who gets no answer over UDP asks again after T1 and doubles it; with room for slow timers (RFC 3261 §17.1.2.2). */
const ASKS_AGAIN = 1_500_000;

/** Nobody waits longer for an answer: what comes later shows a leap of the clock (RFC 3261 §17.1.1.2: 64 × T1). */
const LONGEST_WAIT = 32_000_000;

/** UDP may deliver what was sent within this time in another order. */
const REORDERED = SECOND / 2;

/** A router that looks for a host on its network gives up within this time (Linux: three questions, a second apart). */
const LATEST_WORD = 5 * SECOND;

/** No timer that rules wait for is longer: of a trace that goes on for longer behind a call, nobody asks how long. */
export const LONGEST_WATCH = 200 * SECOND;

/** How a message travels its hop: for everybody to read, or encrypted. */
export type HopSecurity = 'clear' | 'encrypted' | 'unknown';

export class Signalling {
  /** What {@link requestOf} found: many rules ask. */
  readonly #requests = new Map<SipTraceMessage, SipTraceMessage | null>();

  /**
   * @param messages all of the Call-ID, on all its legs, in the order of the trace
   * @param stampOf microseconds since 1970, without what the clocks of the capture do; null where no time is known
   * @param end the same of the last message of the trace, of whatever call, {@link LONGEST_WATCH} behind the last one of
   * this Call-ID at most; null where no time is known
   * @param repeatedKeys SDES keys, in base64 without padding, that a call had which was over before these messages
   * @param undelivered what ICMP says of messages of the trace, of whatever call
   */
  constructor(
    readonly messages: readonly SipTraceMessage[],
    private readonly stampOf: (message: SipTraceMessage) => number | null = ownStamp,
    private readonly end: number | null = lastStamp(messages, stampOf),
    readonly repeatedKeys: ReadonlySet<string> = new Set(),
    private readonly undelivered: UndeliveredByWay = new Map(),
  ) {}

  /** What a router or host says by ICMP of a message that it could not deliver; the first word on it. */
  refusalBy(message: SipTraceMessage): Undelivered | null {
    const told = firstAfter(this.undelivered.get(wayOf(message)) ?? [], message);
    const sent = this.stampOf(message);
    // What comes later is about a later message.
    const after = sent === null ? 0 : (told?.micros ?? sent) - sent;
    return after > LATEST_WORD ? null : told;
  }

  /** Whether the trace lost the end of a message: nothing is said of what is not there. */
  isCut({ parsed }: SipTraceMessage): boolean {
    return stopsInHeaders(parsed) || isCutMessage(parsed);
  }

  /** Whether a message was pasted where its angle brackets got lost: nothing is said of what stands in or behind them. */
  hasLostBrackets({ parsed }: SipTraceMessage): boolean {
    return hasLostBrackets(parsed);
  }

  /** Whether who asks speaks RFC 2543, which lacks much that RFC 3261 demands: that is said once, by sip-branch-cookie. */
  speaksRfc2543({ parsed }: SipTraceMessage): boolean {
    return speaksRfc2543(parsed);
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

  /** When a message was seen, in microseconds since 1970 without what the clocks do; null where no time is known. */
  timeOf(message: SipTraceMessage): number | null {
    return this.stampOf(message);
  }

  /** Microseconds from one message to another; null where times are not known, or run back. */
  elapsed(one: SipTraceMessage, other: SipTraceMessage): number | null {
    const from = this.stampOf(one);
    const to = this.stampOf(other);
    return from === null || to === null || to < from ? null : to - from;
  }

  /** Whether two messages of a transaction were seen on one hop (RFC 3261 §17.1.3). */
  isSameHop(one: SipTraceMessage, other: SipTraceMessage): boolean {
    return factsOf(one.parsed).branch === factsOf(other.parsed).branch && haveSameEnds(one, other);
  }

  /**
   * Whether one message surely came before another: it stands before it, no clock says otherwise, and a network that
   * delivers out of order does not explain it.
   */
  isBefore(one: SipTraceMessage, other: SipTraceMessage): boolean {
    if (one.index >= other.index) return false;
    // Order is all that a log without times tells.
    if (this.stampOf(one) === null || this.stampOf(other) === null) return true;
    const apart = this.elapsed(one, other);
    if (apart === null) return false;
    // Two clocks stamped what went the one way and the other: neither order nor time tells which was first.
    if (wayOf(one) !== wayOf(other) && this.hasTwoClocks) return false;
    const mayOvertake = wayOf(one) !== wayOf(other) || (carrierOf(one) ?? 'UDP') === 'UDP';
    return apart >= REORDERED || !mayOvertake;
  }

  /**
   * Whether a response stands before its request, by more than a network delivers out of order: a trace that was put together
   * of several, whose clocks are apart.
   */
  get hasTwoClocks(): boolean {
    return twoClocks(this);
  }

  /** The message and its repetitions by its sender at its hop, copies left out. */
  sendingsOf(message: SipTraceMessage): readonly SipTraceMessage[] {
    // Without a Call-ID what looks sent again may be of another call.
    if (factsOf(message.parsed).callId === '') return [message];
    return this.withoutCopies(
      sendings(this, sendingKey(message)).filter((each) => haveSameEnds(each, message)),
    );
  }

  /** Messages, each once where the capture has it twice. */
  withoutCopies(messages: readonly SipTraceMessage[]): readonly SipTraceMessage[] {
    if (messages.length < 2) return messages;
    // By way, and time in steps of a copy's: what it copies stands in its own step or the one before.
    const seen = new Map<string, SipTraceMessage[]>();
    return messages.filter((each) => {
      const stamp = this.stampOf(each);
      if (stamp === null) return true;
      const step = Math.floor(stamp / COPY);
      const keyAt = (at: number): string => `${at} ${wayOf(each)}`;
      const isCopy = [step, step - 1].some(
        (at) => seen.get(keyAt(at))?.some((earlier) => this.isCopy(earlier, each)) === true,
      );
      const own = seen.get(keyAt(step));
      if (own === undefined) seen.set(keyAt(step), [each]);
      else own.push(each);
      return !isCopy;
    });
  }

  /** What answers a request, on whichever leg it was seen: by CSeq, tags and, on its own hop, branch. */
  answersOf(request: SipTraceMessage): readonly SipTraceMessage[] {
    return answers(this, askedKey(request));
  }

  /** The request that a response answers at its hop; null where the trace lacks it, or shows it at other hops alone. */
  requestOf(response: SipTraceMessage): SipTraceMessage | null {
    let request = this.#requests.get(response);
    if (request === undefined) {
      request = this.#findRequest(response);
      this.#requests.set(response, request);
    }
    return request;
  }

  #findRequest(response: SipTraceMessage): SipTraceMessage | null {
    const { method, cseq, branch } = factsOf(response.parsed);
    return (
      sendings(this, `${method} ${cseq} ${branch}`).find(
        (each) => each.index < response.index && haveSameEnds(each, response),
      ) ?? null
    );
  }

  /** The ACKs of a final response to an INVITE, on whichever leg (RFC 3261 §13.2.2.4, §17.1.1.3). */
  acksOf(final: SipTraceMessage): readonly SipTraceMessage[] {
    return acks(this, ackKey(final));
  }

  /** The PRACKs that name a reliable provisional response in RAck, on whichever leg (RFC 3262 §7.2). */
  pracksOf(response: SipTraceMessage): readonly SipTraceMessage[] {
    const { cseq, fromTag, toTag } = factsOf(response.parsed);
    const number = headerOf(response.parsed, 'rseq')?.value.text;
    if (number === undefined) return [];
    const named = pracks(this, `${number} ${cseq} ${fromTag} ${toTag}`);
    return named.slice(countBefore(named, response.index));
  }

  /** Requests of a method, and what answers them, on all legs. */
  ofMethod(method: string): readonly SipTraceMessage[] {
    return byMethod(this, method);
  }

  /** Requests of a method with a number in CSeq by who has a tag, and what answers them, on all legs. */
  ofCseq(method: string, { cseq, fromTag }: Pick<SipFacts, 'cseq' | 'fromTag'>): readonly SipTraceMessage[] {
    return byCseq(this, `${method} ${cseq} ${fromTag}`);
  }

  /** The next request of the same method by the same sender in the dialog, with a higher CSeq; null for none. */
  nextRequestOf(request: SipTraceMessage): SipTraceMessage | null {
    const { method, cseq, fromTag } = factsOf(request.parsed);
    const sent = bySender(this, `${method} ${fromTag}`);
    for (let at = countBefore(sent, request.index + 1); at < sent.length; at++) {
      const next = sent[at];
      if (next !== undefined && Number(factsOf(next.parsed).cseq) > Number(cseq)) return next;
    }
    return null;
  }

  /**
   * Whether the trace would show what an end of a message sent within a time after it: it goes on for so long, and shows
   * something that this end sent later. An absence is claimed only then.
   *
   * @param wait microseconds, {@link LONGEST_WATCH} at most
   */
  wouldShow(end: 'sender' | 'receiver', after: SipTraceMessage, wait: number): boolean {
    return this.goesOnFor(after, wait) && this.isHeardAfter(end, after);
  }

  /** Whether the trace goes on for a time after a message; false where times are not known. */
  goesOnFor(after: SipTraceMessage, wait: number): boolean {
    const from = this.stampOf(after);
    return from !== null && this.end !== null && this.end - from >= wait;
  }

  /**
   * Whether the trace shows something that an end of a message sent later: its direction was captured. What was on its way
   * already proves nothing.
   */
  isHeardAfter(end: 'sender' | 'receiver', after: SipTraceMessage): boolean {
    const sent = this.#sentBy(end, after);
    for (let at = sent.length - 1; at >= 0; at--) {
      const each = sent[at];
      if (each === undefined || each.index <= after.index) return false;
      if ((this.elapsed(after, each) ?? REORDERED) >= REORDERED) return true;
    }
    return false;
  }

  /** What an end of a message sends: by addresses, and without them by tags. */
  #sentBy(end: 'sender' | 'receiver', { parsed, record }: SipTraceMessage): readonly SipTraceMessage[] {
    const { source, destination } = record.meta;
    if (source !== null && destination !== null)
      return end === 'sender'
        ? byWay(this, `${source.address} ${destination.address}`)
        : byWay(this, `${destination.address} ${source.address}`);
    const [sender, receiver] = tagsOf(factsOf(parsed));
    const [own, other] = end === 'sender' ? [sender, receiver] : [receiver, sender];
    // Who was asked first has no tag yet: then it is what goes to the other one's.
    return own === '' ? byReceiverTag(this, other) : bySenderTag(this, own);
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

const byMethod = groupedBy(({ parsed }) => factsOf(parsed).method);

const byCseq = groupedBy(askedKey);

const bySender = groupedBy(({ parsed }) => {
  const { status, method, fromTag } = factsOf(parsed);
  return status === null ? `${method} ${fromTag}` : null;
});

/** What one sender sends again has the same. */
function sendingKey({ parsed }: SipTraceMessage): string {
  const { status, method, cseq, branch, toTag } = factsOf(parsed);
  return status === null ? `${method} ${cseq} ${branch}` : `${status} ${method} ${cseq} ${branch} ${toTag}`;
}

const sendings = groupedBy(sendingKey);

const twoClocks = perObject((signalling: Signalling): boolean =>
  signalling.messages.some((response) => {
    const { status, method, cseq, branch } = factsOf(response.parsed);
    if (status === null) return false;
    const asked = sendings(signalling, `${method} ${cseq} ${branch}`).find((each) =>
      haveSameEnds(each, response),
    );
    if (asked === undefined || asked.index < response.index) return false;
    return (signalling.elapsed(response, asked) ?? 0) > REORDERED;
  }),
);

function askedKey({ parsed }: SipTraceMessage): string {
  const { method, cseq, fromTag } = factsOf(parsed);
  return `${method} ${cseq} ${fromTag}`;
}

const answers = groupedBy((message) => (factsOf(message.parsed).status === null ? null : askedKey(message)));

function ackKey({ parsed }: SipTraceMessage): string {
  const { cseq, fromTag, toTag } = factsOf(parsed);
  return `${cseq} ${fromTag} ${toTag}`;
}

const acks = groupedBy((message) => {
  const { status, method } = factsOf(message.parsed);
  return status === null && method === 'ACK' ? ackKey(message) : null;
});

const pracks = groupedBy(({ parsed }) => {
  const { status, method, fromTag, toTag } = factsOf(parsed);
  if (status !== null || method !== 'PRACK') return null;
  const [number = '', cseq = ''] = headerOf(parsed, 'rack')?.value.text.split(/\s+/) ?? [];
  return `${number} ${cseq} ${fromTag} ${toTag}`;
});

const byWay = groupedBy(({ record: { meta } }) =>
  meta.source === null || meta.destination === null
    ? null
    : `${meta.source.address} ${meta.destination.address}`,
);

const bySenderTag = groupedBy(({ parsed }) => tagsOf(factsOf(parsed))[0]);
const byReceiverTag = groupedBy(({ parsed }) => tagsOf(factsOf(parsed))[1]);

/** Of who sends a message, and of who gets it. */
function tagsOf({ status, fromTag, toTag }: SipFacts): readonly [sender: string, receiver: string] {
  return status === null ? [fromTag, toTag] : [toTag, fromTag];
}

function ownStamp({ record }: SipTraceMessage): number | null {
  return record.meta.time?.micros ?? null;
}

function lastStamp(
  messages: readonly SipTraceMessage[],
  stampOf: (message: SipTraceMessage) => number | null,
): number | null {
  const stamps = messages.flatMap((message) => stampOf(message) ?? []);
  return stamps.length === 0 ? null : stamps.reduce((one, other) => Math.max(one, other));
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
  return wayBetween(meta.source, meta.destination);
}

/** Whether two messages went between the same addresses, whichever way. */
export function haveSameEnds({ record: one }: SipTraceMessage, { record: other }: SipTraceMessage): boolean {
  const source = one.meta.source?.address ?? '';
  const destination = one.meta.destination?.address ?? '';
  const otherSource = other.meta.source?.address ?? '';
  const otherDestination = other.meta.destination?.address ?? '';
  return source === otherSource
    ? destination === otherDestination
    : source === otherDestination && destination === otherSource;
}
