import type { Body, Call } from '../calls/call';
import type { MediaSection } from '../sdp/sdp';

/** The offer that a body answers; null for an offer, and where the trace lacks it. */
export function offerFor({ exchanges }: Call, body: Body): Body | null {
  return exchanges.find(({ answers }) => answers.some((answer) => answer.body === body))?.offer ?? null;
}

/** The stream of the offer that an answer's stream belongs to: the one at its place (RFC 3264 §6). */
export function offeredStream(offer: Body | null, { index }: MediaSection): MediaSection | null {
  return offer?.sdp.media[index] ?? null;
}
