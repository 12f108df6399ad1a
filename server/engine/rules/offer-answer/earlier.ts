/** What a description changes of the session as it was agreed on last (RFC 3264 §8). */
import type { Body } from '../../calls/call';
import { Beside } from '../../basics/memo';
import { addressClass, isLiteralAddress, sameAddress } from '../../network/address-classes';
import type { Candidate } from '../../sdp/candidate';
import {
  candidatesOf,
  defaultRtpDestination,
  effectiveAttribute,
  isRejected,
  noPortYet,
  type Destination,
} from '../../sdp/query';
import { isMasked } from '../../sdp/secrets';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { isAt } from '../ice/readable-candidates';
import { mediaType } from './streams';

/** A stream that goes on. */
export interface GoingOn {
  readonly previous: Body;
  readonly before: MediaSection;
  readonly after: MediaSection;
}

interface Followed {
  readonly previous: Body;
  readonly streams: readonly GoingOn[];
}

/** Many rules ask. It hangs on the description, so that it is let go with that. */
const followed = new Beside<Sdp, Followed>();

/** The streams that were in use and still are, of the same media type at the same place. None without an agreement before. */
export function goingOn({ sdp, previousAgreed: previous }: Body): readonly GoingOn[] {
  if (previous === null) return [];
  const known = followed.get(sdp);
  if (known?.previous === previous) return known.streams;
  const earlier = previous.sdp.media;
  const streams = sdp.media.flatMap((after, place) => {
    const before = earlier[place];
    if (before === undefined || isRejected(before) || isRejected(after)) return [];
    return mediaType(before) === mediaType(after) ? [{ previous, before, after }] : [];
  });
  followed.set(sdp, { previous, streams });
  return streams;
}

/** Whether both have credentials, and what of them changed; `unknown` where one has none, or hides them. */
export function credentialsChange(
  body: Body,
  { previous, before, after }: GoingOn,
): 'none' | 'half' | 'both' | 'unknown' {
  let changed = 0;
  for (const name of ['ice-ufrag', 'ice-pwd']) {
    const was = effectiveAttribute(previous.sdp, before, name)?.attribute.value?.text.trim();
    const is = effectiveAttribute(body.sdp, after, name)?.attribute.value?.text.trim();
    if (was === undefined || is === undefined || isMasked(was) || isMasked(is)) return 'unknown';
    if (was !== is) changed++;
  }
  return changed === 0 ? 'none' : changed === 1 ? 'half' : 'both';
}

/** Where media goes by default, before and after; null where either cannot be compared, or stands for none. */
export function destinations(
  body: Body,
  { previous, before, after }: GoingOn,
): { readonly was: Destination; readonly is: Destination } | null {
  const was = defaultRtpDestination(previous.sdp, before);
  const is = defaultRtpDestination(body.sdp, after);
  return was === null || is === null || !isComparable(was) || !isComparable(is) ? null : { was, is };
}

export function isSameDestination(one: Destination, other: Destination): boolean {
  return one.port === other.port && sameAddress(one.address.text, other.address.text);
}

/** As {@link destinations}, where the stream moves to what was no candidate before; null where it does not. */
export function moveElsewhere(body: Body, stream: GoingOn): ReturnType<typeof destinations> {
  const ends = destinations(body, stream);
  const isKnown =
    ends === null || isSameDestination(ends.was, ends.is) || candidateAt(stream.before, ends.is) !== null;
  return isKnown ? null : ends;
}

/** A candidate of a stream at a destination; null for none. */
export function candidateAt(media: MediaSection, { address, port }: Destination): Candidate | null {
  return candidatesOf(media).find((each) => isAt(each, address.text, port)) ?? null;
}

function isComparable({ address, port }: Destination): boolean {
  return port !== noPortYet && isLiteralAddress(address.text) && addressClass(address.text) !== 'unspecified';
}
