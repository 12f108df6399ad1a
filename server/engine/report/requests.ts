/** What is asked for outside of calls: registrations, keep-alives and the like, a request each, and their table. */
import { durationText } from '../basics/durations';
import type { Call } from '../calls/call';
import { factsOf } from '../sip/facts';
import { parseUri } from '../sip/uri';
import { isChallenge, type DialogKind } from '../../../shared/calls';
import type { TraceTime } from '../../../shared/times';
import type { Upkeep } from '../../../shared/upkeep';
import type { SipMessage } from '../sip/message';

/** A request outside of calls with what answered it: plain data. */
export interface RequestDetails {
  /** Key of the call that it belongs to. */
  readonly call: string;
  readonly kind: DialogKind;
  readonly method: string;
  /** Who sends it: the address of record of a registration, else the URI of From. */
  readonly who: string;
  /** Host that the request goes to; of a lone response the URI of To. */
  readonly target: string;
  readonly started: TraceTime | null;
  /** Of the final response; null where none is in the trace. */
  readonly status: number | null;
  readonly phrase: string | null;
  /** Microseconds from the request to the final response; null where one of them, or its time, is missing. */
  readonly roundTrip: number | null;
  /** How often the request is in the trace: 0 where only a response is. */
  readonly sent: number;
  readonly messages: number;
}

/** What the method of a dialog's first request asks for. */
export function dialogKindOf(call: Call): DialogKind {
  if (call.kind === 'call') return 'call';
  const [first] = call.messages;
  return kindOf(first?.message.parsed.kind === 'sip' ? factsOf(first.message.parsed).method : '');
}

function kindOf(method: string): DialogKind {
  switch (method) {
    case 'REGISTER':
      return 'registration';
    case 'OPTIONS':
      return 'keep-alive';
    case 'SUBSCRIBE':
    case 'NOTIFY':
    case 'PUBLISH':
      return 'subscription';
    case 'MESSAGE':
      return 'message';
    case 'REFER':
      return 'transfer';
    default:
      return 'other';
  }
}

/** The requests of what is no call, in order; none of a call. */
export function requestsOf(call: Call): readonly RequestDetails[] {
  if (call.kind !== 'other') return [];
  const repeats = repeatsOf(call);
  return call.transactions.map((transaction) => {
    const { method, request, responses } = transaction;
    const { asked, final } = endsOf(call, transaction);
    const sent = request === null ? 0 : 1 + (repeats.get(request) ?? 0);
    return {
      call: call.key,
      kind: kindOf(method),
      method,
      who: method === 'REGISTER' ? call.to : call.from,
      target: asked === null ? call.to : targetOf(asked.sip),
      started: asked?.time ?? final?.time ?? null,
      status: final?.status ?? null,
      phrase: final?.sip.startLine.kind === 'status' ? final.sip.startLine.phrase.text : null,
      roundTrip: elapsed(asked?.time ?? null, final?.time ?? null),
      sent,
      messages: sent + responses.length,
    };
  });
}

/** What became of the last request of what is no call; null of a call, and of what shows none. */
export function resultOf(call: Call): Pick<RequestDetails, 'status' | 'roundTrip'> | null {
  const last = call.kind === 'other' ? call.transactions.at(-1) : undefined;
  if (last === undefined) return null;
  const { asked, final } = endsOf(call, last);
  return { status: final?.status ?? null, roundTrip: elapsed(asked?.time ?? null, final?.time ?? null) };
}

/** A request and its final response, as far as the trace has them. */
function endsOf(
  call: Call,
  { request, responses }: Call['transactions'][number],
): { readonly asked: At | null; readonly final: At | null } {
  const final = responses.map((place) => sipAt(call, place)).find((each) => (each?.status ?? 0) >= 200);
  return { asked: sipAt(call, request), final: final ?? null };
}

/** Place of a message → how often it is repeated. */
function repeatsOf({ messages }: Call): ReadonlyMap<number, number> {
  const repeats = new Map<number, number>();
  for (const { retransmissionOf: first } of messages)
    if (first !== null) repeats.set(first, (repeats.get(first) ?? 0) + 1);
  return repeats;
}

interface At {
  readonly sip: SipMessage;
  readonly status: number | null;
  readonly time: TraceTime | null;
}

function sipAt({ messages }: Call, place: number | null): At | null {
  const message = place === null ? undefined : messages[place]?.message;
  if (message?.parsed.kind !== 'sip') return null;
  return { sip: message.parsed, status: factsOf(message.parsed).status, time: message.record.meta.time };
}

function targetOf({ content, startLine }: SipMessage): string {
  if (startLine.kind !== 'request') return '';
  const { host, port } = parseUri(content, startLine.uri.start, startLine.uri.end);
  return port === null ? host.text : `${host.text}:${port.text}`;
}

function elapsed(from: TraceTime | null, to: TraceTime | null): number | null {
  return from === null || to === null || from.date !== to.date || to.micros < from.micros
    ? null
    : to.micros - from.micros;
}

/** Registrations and keep-alives by who sends them to whom, in order of their first request. */
export function upkeepOf(requests: readonly RequestDetails[]): readonly Upkeep[] {
  const groups = new Map<string, RequestDetails[]>();
  for (const each of requests) {
    if (each.kind !== 'registration' && each.kind !== 'keep-alive') continue;
    const key = `${each.method}\n${each.who}\n${each.target}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()].flatMap((group): readonly Upkeep[] => {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const { call, kind, method, who, target } = first;
    return [
      {
        call,
        kind,
        method,
        who,
        target,
        requests: group.length,
        failed: group.filter(({ status }) => isFailure(status)).length,
        outcome: last.status === null ? 'no answer' : `${String(last.status)} ${last.phrase ?? ''}`.trim(),
        interval: median(
          group.slice(1).map(({ started }, place) => elapsed(group[place]?.started ?? null, started)),
        ),
        roundTrip: median(group.map(({ roundTrip }) => roundTrip)),
      },
    ];
  });
}

function isFailure(status: number | null): boolean {
  return status === null || (status >= 300 && !isChallenge(status));
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((each) => (each === null ? [] : [each])).sort((a, b) => a - b);
  return known[known.length >> 1] ?? null;
}

/** The table as cells, its headings first; none where there is nothing. */
export function upkeepRows(upkeep: readonly Upkeep[]): readonly (readonly string[])[] {
  if (upkeep.length === 0) return [];
  return [
    ['WHAT', 'FROM', 'TO', 'LAST OUTCOME', 'SENT', 'FAILED', 'INTERVAL', 'ROUND TRIP'],
    ...upkeep.map(({ method, who, target, outcome, requests, failed, interval, roundTrip }) => [
      method,
      who,
      target,
      outcome,
      String(requests),
      String(failed),
      interval === null ? '-' : durationText(interval),
      roundTrip === null ? '-' : durationText(roundTrip),
    ]),
  ];
}
