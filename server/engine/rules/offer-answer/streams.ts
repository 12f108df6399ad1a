/** The streams that an offer and its answer speak of alike: m-lines pair by their place (RFC 3264 §6). */
import { isRejected } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';

export interface Stream {
  readonly offered: MediaSection;
  readonly answered: MediaSection;
}

/** The streams that the answer accepts. Where media types differ, m-lines do not pair: oa-m-line-order tells. */
export function acceptedStreams(offer: Sdp, answer: Sdp): readonly Stream[] {
  return pairedStreams(offer, answer).filter(({ answered }) => !isRejected(answered));
}

/** All streams, the refused ones too. */
export function pairedStreams(offer: Sdp, answer: Sdp): readonly Stream[] {
  return answer.media.flatMap((answered, place) => {
    const offered = offer.media[place];
    return offered !== undefined && mediaType(offered) === mediaType(answered) ? [{ offered, answered }] : [];
  });
}

/** The media type in lower case, for comparing. */
export function mediaType({ description }: MediaSection): string {
  return description.media.text.toLowerCase();
}
