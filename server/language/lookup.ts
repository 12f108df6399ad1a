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

/** The call that a message belongs to, and its place in it. */
export function callOf({ analysis: { trace } }: TraceView, message: TraceMessage): CallPlace | null {
  let index = indexes.get(trace);
  if (index === undefined) {
    index = new Map(
      trace.calls.flatMap((call) => call.messages.map((each) => [each.message, { call, inCall: each }])),
    );
    indexes.set(trace, index);
  }
  return index.get(message) ?? null;
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
