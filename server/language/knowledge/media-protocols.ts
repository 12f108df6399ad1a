/** The transports of an m-line (IANA registry of SDP protocols). */
import type { Explained } from './types';

export interface MediaProtocol extends Explained {
  readonly proto: string;
}

const fullIce =
  'Direct Routing wants SRTP: RTP/SAVP, or UDP/TLS/RTP/SAVP where a DTLS fingerprint is offered too.';

export const MEDIA_PROTOCOLS: readonly MediaProtocol[] = [
  {
    proto: 'RTP/SAVP',
    summary: 'SRTP: encrypted RTP. With `a=crypto` the keys stand in the SDP (SDES).',
    source: 'RFC 3711 §12; RFC 4568',
    teams: 'What Direct Routing wants from the SBC (Plan Direct Routing, Media Transport Profile).',
  },
  {
    proto: 'UDP/TLS/RTP/SAVP',
    summary:
      'SRTP with keys from a DTLS handshake in the media path; `a=fingerprint` and `a=setup` belong to it.',
    source: 'RFC 5764 §8',
    teams: 'For an SBC that offers DTLS beside SDES; the offer must still contain `a=crypto`.',
  },
  {
    proto: 'RTP/AVP',
    summary: 'Plain RTP: no encryption. Anybody on the path can listen.',
    source: 'RFC 3551 §1',
    teams: fullIce,
  },
  {
    proto: 'RTP/SAVPF',
    summary: 'SRTP with early RTCP feedback (`a=rtcp-fb`).',
    source: 'RFC 5124 §4',
    teams: 'Microsoft documents RTP/SAVP for Direct Routing.',
  },
  {
    proto: 'UDP/TLS/RTP/SAVPF',
    summary: 'SRTP with keys from DTLS and early RTCP feedback: what browsers (WebRTC) use.',
    source: 'RFC 5764 §8; RFC 8829 §5.1.2',
    teams: 'Microsoft documents RTP/SAVP for Direct Routing.',
  },
  {
    proto: 'TCP/TLS/RTP/SAVPF',
    summary: 'The same as UDP/TLS/RTP/SAVPF, with TCP as the default candidate.',
    source: 'RFC 7850 §3.5; RFC 8829 §5.1.2',
  },
  {
    proto: 'RTP/AVPF',
    summary: 'Plain RTP with early RTCP feedback: no encryption.',
    source: 'RFC 4585 §4.1',
    teams: fullIce,
  },
  {
    proto: 'udptl',
    summary: 'T.38 fax over UDP. The formats are `t38`, not payload types.',
    source: 'ITU-T T.38 Annex D',
    teams: 'Direct Routing documents no fax stream. The SBC refuses it with port 0 or turns fax into G.711.',
  },
  {
    proto: 'UDP/DTLS/SCTP',
    summary: 'A WebRTC data channel: no RTP.',
    source: 'RFC 8841 §4',
    teams: 'The SBC answers every m-line that is not audio with port 0.',
  },
  { proto: 'TCP/MSRP', summary: 'A chat or file stream over TCP: no RTP.', source: 'RFC 4975 §8' },
  { proto: 'TCP/TLS/MSRP', summary: 'A chat or file stream over TLS: no RTP.', source: 'RFC 4975 §8' },
  { proto: 'TCP/BFCP', summary: 'Floor control of a conference over TCP: no RTP.', source: 'RFC 8856 §5' },
  { proto: 'UDP/BFCP', summary: 'Floor control of a conference over UDP: no RTP.', source: 'RFC 8856 §5' },
];

const BY_NAME: ReadonlyMap<string, MediaProtocol> = new Map(
  MEDIA_PROTOCOLS.map((protocol) => [protocol.proto.toUpperCase(), protocol]),
);

/** The transport of an m-line, in any case; null where unknown. */
export function findMediaProtocol(proto: string): MediaProtocol | null {
  return BY_NAME.get(proto.toUpperCase()) ?? null;
}
