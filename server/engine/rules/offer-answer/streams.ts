/** The streams that an offer and its answer speak of alike: m-lines pair by their place (RFC 3264 §6). */
import type { Body, Exchange } from '../../calls/call';
import { Beside, perObject } from '../../basics/memo';
import { hasFlag, isRejected } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';

export interface Stream {
  readonly offered: MediaSection;
  readonly answered: MediaSection;
}

/** The streams that the answer accepts. Where media types differ, m-lines do not pair: oa-m-line-order tells. */
export function acceptedStreams(offer: Sdp, answer: Sdp): readonly Stream[] {
  return pairingOf(offer, answer).accepted;
}

/** All streams, the refused ones too. */
export function pairedStreams(offer: Sdp, answer: Sdp): readonly Stream[] {
  return pairingOf(offer, answer).all;
}

/** Whether each stream pairs with one of the other description. */
export function isParallel(offer: Sdp, answer: Sdp): boolean {
  const { length } = pairedStreams(offer, answer);
  return length === offer.media.length && length === answer.media.length;
}

/** The media type in lower case, for comparing. */
export function mediaType({ description }: MediaSection): string {
  return description.media.text.toLowerCase();
}

/**
 * Whether an offer switches a stream off (RFC 3264 §8.2). Port 0 of one that is offered only as a part of a bundle does
 * not (RFC 9143).
 */
export function isOfferedOff(media: MediaSection): boolean {
  return isRejected(media) && !hasFlag(media, 'bundle-only');
}

/** Whether the same dialog had answered the offer before: a 200 repeats its 183. */
export function isRepeated(exchange: Exchange, answer: Body): boolean {
  return repeating(exchange).has(answer);
}

const repeating: (exchange: Exchange) => ReadonlySet<Body> = perObject(
  ({ answers }) => new Set(answers.filter(({ repeats }) => repeats !== null).map(({ body }) => body)),
);

interface Pairing {
  readonly offer: Sdp;
  readonly all: readonly Stream[];
  readonly accepted: readonly Stream[];
}

/** Many rules ask for the same pair. */
const pairings = new Beside<Sdp, Pairing>();

function pairingOf(offer: Sdp, answer: Sdp): Pairing {
  const known = pairings.get(answer);
  if (known?.offer === offer) return known;
  const all = answer.media.flatMap((answered, place) => {
    const offered = offer.media[place];
    return offered !== undefined && mediaType(offered) === mediaType(answered) ? [{ offered, answered }] : [];
  });
  const pairing = {
    offer,
    all,
    accepted: all.filter(({ offered, answered }) => !isRejected(answered) && !isOfferedOff(offered)),
  };
  pairings.set(answer, pairing);
  return pairing;
}
