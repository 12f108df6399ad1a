import type { Profile } from '../../../shared/calls';
import { perObject } from '../basics/memo';
import type { Body, Call } from '../calls/call';
import { isAudio } from '../sdp/query';
import type { MediaSection } from '../sdp/sdp';

/** The offer that a body answers; null for an offer, and where the trace lacks it. */
export function offerFor(call: Call, body: Body): Body | null {
  return offersByAnswer(call).get(body) ?? null;
}

/** A call may have thousands of exchanges, and rules ask for each answer. */
const offersByAnswer: (call: Call) => ReadonlyMap<Body, Body> = perObject(
  ({ exchanges }) =>
    new Map(exchanges.flatMap(({ offer, answers }) => answers.map(({ body }) => [body, offer] as const))),
);

/** The stream of the offer that an answer's stream belongs to: the one at its place (RFC 3264 §6). */
export function offeredStream(offer: Body | null, { index }: MediaSection): MediaSection | null {
  return offer?.sdp.media[index] ?? null;
}

/**
 * Whether the SBC takes a stream in its answer to Teams that it has to refuse, as it is no audio: oa-non-audio-not-rejected
 * speaks of it, and what else the stream lacks matters no more.
 */
export function isToBeRefused(profile: Profile, answer: Body, media: MediaSection): boolean {
  return profile !== 'rfc' && answer.role === 'answer' && answer.side === 'sbc' && !isAudio(media);
}
