/** Requests of a leg with what answers them there, as rules of calls go through them. */
import type { Body, Call, CallMessage } from '../../calls/call';
import { perObject } from '../../basics/memo';
import type { Span } from '../../basics/span';
import { factsOf, type SipFacts } from '../../sip/facts';
import type { Header, SipMessage } from '../../sip/message';
import { headerOf } from '../../sip/values';
import { isSip, type SipTraceMessage } from '../../traces/message';

/** A message of a leg. */
export interface Sent {
  readonly in: CallMessage;
  readonly message: SipTraceMessage;
  readonly sip: SipMessage;
  readonly facts: SipFacts;
}

export interface Answered {
  readonly request: Sent;
  /** Of the same hop, in order, repetitions left out. */
  readonly answers: readonly Sent[];
}

/** The transactions whose requests are in the trace. */
const answeredIn: (call: Call) => readonly Answered[] = perObject((call) =>
  call.transactions.flatMap(({ request, responses }) => {
    const asked = sentAt(call, request);
    if (asked === null) return [];
    return [{ request: asked, answers: responses.flatMap((place) => sentAt(call, place) ?? []) }];
  }),
);

/** Place of a request → its transaction. */
const byRequest: (call: Call) => ReadonlyMap<number, Answered> = perObject(
  (call) => new Map(answeredIn(call).map((each) => [each.request.in.place, each])),
);

/** Place of an answer → its transaction. */
const byAnswer: (call: Call) => ReadonlyMap<number, Answered> = perObject(
  (call) =>
    new Map(answeredIn(call).flatMap((each) => each.answers.map((answer) => [answer.in.place, each]))),
);

/** The transactions of a method. */
export function transactionsOf(call: Call, method: string): readonly Answered[] {
  return answeredIn(call).filter(({ request }) => request.facts.method === method);
}

/** The transaction of the request at a place; null where none is there. */
export function transactionAt(call: Call, place: number): Answered | null {
  return byRequest(call).get(place) ?? null;
}

/** The transaction that the answer at a place belongs to; null where its request is not in the trace. */
export function transactionOf(call: Call, place: number): Answered | null {
  return byAnswer(call).get(place) ?? null;
}

/** Descriptions that answer an offer of the trace. */
export const answersIn: (call: Call) => ReadonlySet<Body> = perObject(
  ({ exchanges }) => new Set(exchanges.flatMap(({ answers }) => answers.map(({ body }) => body))),
);

/** The transactions of the INVITEs of a leg: most rules look at these. */
export const invitesOf: (call: Call) => readonly Answered[] = perObject((call) =>
  transactionsOf(call, 'INVITE'),
);

/** The message at a place of a leg; null where none of SIP is there. */
export function sentAt(call: Call, place: number | null): Sent | null {
  const at = call.messages[place ?? -1];
  return at === undefined ? null : sentOf(at);
}

function sentOf(at: CallMessage): Sent | null {
  const { message } = at;
  if (!isSip(message)) return null;
  return { in: at, message, sip: message.parsed, facts: factsOf(message.parsed) };
}

const places: (call: Call) => ReadonlyMap<unknown, CallMessage> = perObject(
  (call) => new Map(call.messages.map((each) => [each.message, each])),
);

/** A message of the Call-ID as one of this leg; null where another leg shows it. */
export function inLeg(call: Call, message: SipTraceMessage): Sent | null {
  const at = places(call).get(message);
  return at === undefined ? null : sentOf(at);
}

export function isProvisional({ facts: { status } }: Sent): boolean {
  return status !== null && status > 100 && status < 200;
}

export function isSuccess({ facts: { status } }: Sent): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** The first of each To tag, in order. */
export function firstOfEachTag(answers: readonly Sent[]): ReadonlyMap<string, Sent> {
  const first = new Map<string, Sent>();
  for (const answer of answers) {
    const { toTag } = answer.facts;
    if (!first.has(toTag)) first.set(toTag, answer);
  }
  return first;
}

/** Whether a request may change what its dialog has already: it has both tags. */
export function isInDialog({ facts: { fromTag, toTag } }: Sent): boolean {
  return fromTag !== '' && toTag !== '';
}

/** The header in which an option tag stands (RFC 3261 §20.32, §20.37); null where none has it. */
export function optionIn(sip: SipMessage, id: 'require' | 'supported', tag: string): Header | null {
  for (const header of sip.headers)
    if (header.id === id && header.value.text.split(',').some((each) => each.trim().toLowerCase() === tag))
      return header;
  return null;
}

/** A provisional answer that its sender repeats until a PRACK comes (RFC 3262 §3). */
export interface Reliable extends Sent {
  readonly rseq: Header;
}

/** The reliable provisional answers among those of an INVITE. */
export const reliableOf: (invite: Answered) => readonly Reliable[] = perObject(({ answers }) =>
  answers.flatMap((each) => {
    const rseq = isProvisional(each) ? headerOf(each.sip, 'rseq') : undefined;
    if (rseq === undefined || optionIn(each.sip, 'require', '100rel') === null) return [];
    return [{ ...each, rseq }];
  }),
);

/** Where a message names what it is. */
export function startOf({ sip }: Sent): Span {
  return sip.startLine;
}
