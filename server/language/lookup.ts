/** From a message to its call. Built once an analysis, on first need. */
import type { Body, Call, CallMessage, Exchange } from '../engine/calls/call';
import type { Trace } from '../engine/calls/trace';
import type { TraceMessage } from '../engine/traces/message';
import type { TraceView } from './view';

export interface CallPlace {
  readonly call: Call;
  readonly inCall: CallMessage;
}

const indexes = new WeakMap<Trace, ReadonlyMap<TraceMessage, CallPlace>>();

/** The call that a message belongs to, and its place in it; of a copy that of the message that it is one of. */
export function callOf(view: TraceView, message: TraceMessage): CallPlace | null {
  const { trace } = view.analysis;
  let index = indexes.get(trace);
  if (index === undefined) {
    index = new Map(
      trace.calls.flatMap((call) => call.messages.map((each) => [each.message, { call, inCall: each }])),
    );
    indexes.set(trace, index);
  }
  const place = index.get(message);
  if (place !== undefined) return place;
  const original = trace.evidence.originalOf(message);
  const originalPlace = original === null ? undefined : index.get(original);
  if (originalPlace === undefined) return null;
  return { call: originalPlace.call, inCall: { ...originalPlace.inCall, message } };
}

/** The messages of a call and their copies, each behind the message that it is one of. */
export function withCopies({ analysis: { trace } }: TraceView, call: Call): readonly CallMessage[] {
  const copies = copiesIn(trace);
  if (copies.size === 0) return call.messages;
  return call.messages.flatMap((inCall) => [
    inCall,
    ...(copies.get(inCall.message) ?? []).map((message) => ({ ...inCall, message })),
  ]);
}

const copiesOfTraces = new WeakMap<Trace, ReadonlyMap<TraceMessage, readonly TraceMessage[]>>();

/** By the message that they are copies of. */
function copiesIn(trace: Trace): ReadonlyMap<TraceMessage, readonly TraceMessage[]> {
  const known = copiesOfTraces.get(trace);
  if (known !== undefined) return known;
  const copies = new Map<TraceMessage, TraceMessage[]>();
  for (const message of trace.messages) {
    const original = trace.evidence.originalOf(message);
    if (original !== null) copies.set(original, [...(copies.get(original) ?? []), message]);
  }
  copiesOfTraces.set(trace, copies);
  return copies;
}

/** The body that a message of a call carried; of a retransmission that of the first copy. */
export function bodyOfMessage({ call, inCall }: CallPlace): Body | null {
  const place = inCall.retransmissionOf ?? inCall.place;
  return call.bodies.find((body) => body.place === place) ?? null;
}

/** The exchange that a body takes part in, as offer or answer. */
export function exchangeOf(call: Call, body: Body): Exchange | null {
  return (
    call.exchanges.find(
      ({ offer, answers }) => offer === body || answers.some((answer) => answer.body === body),
    ) ?? null
  );
}
