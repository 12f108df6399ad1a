/** A provisional and the final answer of one dialog to one offer, to be compared. */
import type { Answer } from '../engine/calls/call';
import type { ComparedBody } from '../../shared/protocol';
import type { FoundBody } from './bodies';
import { callOf, exchangeOf } from './lookup';
import { rangeIn, type TraceView } from './view';

/** The answer of a body and the one that it repeats, or that repeats it; null where there is no such pair. */
export function answersBeside(
  view: TraceView,
  { message, body }: FoundBody,
): readonly [ComparedBody, ComparedBody] | null {
  const call = callOf(view, message)?.call;
  const answers = call === undefined ? [] : (exchangeOf(call, body)?.answers ?? []);
  const later = answers.find(
    ({ body: own, repeats }) => repeats !== null && (own === body || repeats.body === body),
  );
  const earlier = later?.repeats ?? null;
  if (call === undefined || later === undefined || earlier === null) return null;
  const named = ({ body: own, status }: Answer): ComparedBody | null => {
    const carrier = call.messages[own.place]?.message;
    return carrier === undefined
      ? null
      : { name: status === null ? 'answer' : String(status), range: rangeIn(view, carrier, own.sdp) };
  };
  const [first, second] = [named(earlier), named(later)];
  return first === null || second === null ? null : [first, second];
}
