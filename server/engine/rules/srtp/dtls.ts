/** Which streams DTLS-SRTP concerns (RFC 5763). */
import { effectiveAttribute, isRtp, usedStreams } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';

/**
 * The RTP streams in use that a fingerprint offers DTLS for. Fingerprint and setup also serve TLS over TCP, as in
 * MSRP, where other roles are right: such streams are left out.
 */
export function dtlsStreams(sdp: Sdp): readonly MediaSection[] {
  return usedStreams(sdp).filter((media) => isRtp(media) && hasFingerprint(sdp, media));
}

/** Whether a fingerprint holds for the stream, the session's included. */
export function hasFingerprint(sdp: Sdp, media: MediaSection): boolean {
  return effectiveAttribute(sdp, media, 'fingerprint') !== null;
}

/** Whether the m-line's protocol is that of DTLS-SRTP: `UDP/TLS/RTP/SAVP` or `UDP/TLS/RTP/SAVPF` (RFC 5764 §8). */
export function isDtlsProfile(media: MediaSection): boolean {
  return /^UDP\/TLS\/RTP\/SAVPF?$/i.test(media.description.proto.text);
}
