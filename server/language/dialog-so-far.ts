/** What the side that is asked had said before a later offer: its answer goes on from there. */
import { effectiveAttribute } from '../engine/sdp/query';
import type { Body, Call } from '../engine/calls/call';
import type { FoundBody } from './bodies';
import { callOf } from './lookup';
import type { TraceView } from './view';

export interface DialogSoFar {
  /** The last description of the answering side. */
  readonly own: Body;
  /** The offer has new ICE credentials, so the answer needs new ones, too (RFC 8839 §4.4.1.1.1). */
  readonly restartsIce: boolean;
}

/** Null for the first offer of a dialog, and where the trace does not show what came before. */
export function dialogSoFar(view: TraceView, { message, body }: FoundBody): DialogSoFar | null {
  const call = callOf(view, message)?.call;
  if (call === undefined || body.previousAgreed === null) return null;
  const own = lastOfOtherParty(call, body);
  return own === null ? null : { own, restartsIce: restartsIce(body.previousAgreed, body) };
}

function lastOfOtherParty(call: Call, { place, party, toTag }: Body): Body | null {
  const agreed = call.exchanges.filter(({ offer, isRefused }) => offer.place < place && !isRefused);
  const bodies = agreed.flatMap(({ offer, answers }) => [offer, ...answers.map(({ body }) => body)]);
  const own = bodies.filter(
    (body) =>
      body.party !== party &&
      body.place < place &&
      (body.toTag === null || toTag === null || body.toTag === toTag),
  );
  return own.reduce<Body | null>(
    (last, body) => (last === null || body.place > last.place ? body : last),
    null,
  );
}

function restartsIce(before: Body, now: Body): boolean {
  return now.sdp.media.some((media) => {
    const same = before.sdp.media[media.index];
    if (same === undefined) return false;
    return ['ice-ufrag', 'ice-pwd'].some((name) => {
      const was = effectiveAttribute(before.sdp, same, name)?.attribute.value?.text;
      const is = effectiveAttribute(now.sdp, media, name)?.attribute.value?.text;
      return was !== undefined && is !== undefined && was !== is;
    });
  });
}
