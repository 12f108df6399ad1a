/** Offers of a leg, and whether one was still open when another was sent. */
import type { Call, Exchange } from '../../calls/call';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';
import { sentAt, type Sent } from './transactions';

/** The message that carries an offer. */
export interface Offer {
  readonly exchange: Exchange;
  readonly sent: Sent;
}

/** The offers of a leg, in order. */
export function offersOf(call: Call): readonly Offer[] {
  return call.exchanges.flatMap((exchange) => {
    const sent = sentAt(call, exchange.offer.place);
    return sent === null ? [] : [{ exchange, sent }];
  });
}

/** What settles an offer in a dialog: its answer, or the end of its request; null where the trace has neither. */
export function settlementOf(
  call: Call,
  signalling: Signalling,
  { exchange, sent }: Offer,
  tag: string | null,
): SipTraceMessage | null {
  const answer = exchange.answers.find(({ body }) => body.toTag === tag);
  const answered = answer === undefined ? null : (sentAt(call, answer.body.place)?.message ?? null);
  const final = sent.facts.status === null ? finalOf(signalling, sent.message) : null;
  if (answered === null || final === null) return answered ?? final;
  return answered.index < final.index ? answered : final;
}

/** The first final answer to a request, on whichever leg. */
export function finalOf(signalling: Signalling, request: SipTraceMessage): SipTraceMessage | null {
  return (
    signalling
      .answersOf(request)
      .find((each) => each.index > request.index && (factsOf(each.parsed).status ?? 0) >= 200) ?? null
  );
}

export function statusOfFinal(final: SipTraceMessage | null): number | null {
  return final === null ? null : factsOf(final.parsed).status;
}

/** The last of some offers before a place that fits. */
export function lastBefore(
  offers: readonly Offer[],
  place: number,
  fits: (offer: Offer) => boolean,
): Offer | null {
  for (let at = place - 1; at >= 0; at--) {
    const offer = offers[at];
    if (offer !== undefined && fits(offer)) return offer;
  }
  return null;
}
