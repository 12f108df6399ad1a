/**
 * What only descriptions of Direct Routing hold: how Microsoft's clients write, and what its page on media protocols shows
 * of an SBC (Direct Routing media protocols, "Format for offer from SBC in bypass mode" and what follows).
 */
import { collidingRtcpPacketType } from '../rtp/static-payload-types';
import { attributesOf, hasFlag, usedStreams } from '../sdp/query';
import type { MediaSection, Sdp } from '../sdp/sdp';

/** Why a description is one of Direct Routing, one sentence without a full stop; null where it may be anybody's. */
export function dialectOf(sdp: Sdp): string | null {
  const streams = usedStreams(sdp);
  if (streams.some((media) => hasFlag(media, 'x-candidate-info') || hasFlag(media, 'x-ssrc-range')))
    return "the SDP has attributes of Microsoft's";
  const keyed = streams.filter((media) => hasFlag(media, 'crypto'));
  if (keyed.some(speaksDtls))
    return 'the SDP has SDES keys under UDP/TLS/RTP/SAVP, as Microsoft documents it for Direct Routing';
  if (keyed.some(namesRtcpTypes))
    return "the SDP has SDES keys and payload types 76 and 77, as in Microsoft's sample for Direct Routing";
  return keyed.some(speaksWebRtc)
    ? "the SDP has SDES keys beside the payload types of WebRTC, as Microsoft's clients alone still offer them"
    : null;
}

/** RFC 4568 §6 knows SDES keys under RTP/SAVP and RTP/SAVPF only. */
function speaksDtls({ description: { proto } }: MediaSection): boolean {
  return proto.text.toUpperCase() === 'UDP/TLS/RTP/SAVP';
}

/** The sample of an SBC's offer: two payload types that RFC 5761 §4 leaves to RTCP, and no codec for them. */
function namesRtcpTypes(media: MediaSection): boolean {
  const mapped = new Set(
    attributesOf(media, 'rtpmap').map(({ attribute }) => parseInt(attribute.value?.text ?? '', 10)),
  );
  const odd = payloadTypesOf(media).filter(
    (type) => collidingRtcpPacketType(type) !== null && !mapped.has(type),
  );
  return [76, 77].every((type) => odd.includes(type));
}

/** Comfort noise and telephone events at the rates of all codecs, under the numbers that browsers give them. */
function speaksWebRtc(media: MediaSection): boolean {
  const types = payloadTypesOf(media);
  return [106, 110, 112, 113, 126].every((type) => types.includes(type));
}

function payloadTypesOf({ description: { formats } }: MediaSection): readonly number[] {
  return formats.flatMap(({ text }) => (/^\d{1,3}$/.test(text) ? [Number(text)] : []));
}
