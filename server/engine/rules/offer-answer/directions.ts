/** What an answer may say of a stream's direction (RFC 3264 §6.1). */
import { addressClass } from '../../network/address-classes';
import { defaultRtpDestination, directions, type Direction } from '../../sdp/query';
import type { MediaSection, Sdp, Section } from '../../sdp/sdp';
import { isWrittenOtherwise } from '../sdp/misspelling';

/** The directions that fit an offered one. */
export const fitting: Readonly<Record<Direction, readonly Direction[]>> = {
  sendrecv: directions,
  sendonly: ['recvonly', 'inactive'],
  recvonly: ['sendonly', 'inactive'],
  inactive: ['inactive'],
};

/** The one that an offered direction asks for. */
export const opposite: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/** Of a multicast stream both sides say the same (RFC 3264 §6.2). */
export function isMulticast(sdp: Sdp, media: MediaSection): boolean {
  const destination = defaultRtpDestination(sdp, media);
  return destination !== null && addressClass(destination.address.text) === 'multicast';
}

/** Whether a direction stands there with a slip, of which another rule speaks: then nobody knows what is meant. */
export function isDirectionMisspelt(sdp: Sdp, media: MediaSection): boolean {
  return [sdp.session, media].some((section: Section) =>
    directions.some((name) => isWrittenOtherwise(section, name)),
  );
}
