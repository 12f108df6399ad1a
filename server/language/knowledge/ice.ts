/** ICE in words: candidate types and what they say of the path, transports, roles, nomination. */
import type { Explained } from './types';

export interface CandidateTypeKnowledge extends Explained {
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay';
  readonly name: string;
  /** What such a candidate of a Teams client or server says of the media path. */
  readonly path: string;
}

export const CANDIDATE_TYPES: readonly CandidateTypeKnowledge[] = [
  {
    type: 'host',
    name: 'host',
    summary: "An address of one of the machine's own network interfaces.",
    path: 'A private address of a Teams client: media goes direct only if that network and the SBC can reach each other, in both directions. It may be the office, a home network or a VPN adapter; only the list of your subnets can tell. From the SBC it must be the public address, unless Local Media Optimization is in use.',
    source: 'RFC 8445 §4 and §5.1.1.1',
    teams:
      'The only type an ICE Lite SBC may offer, and exactly one per component (Direct Routing – media protocols, Candidate gathering).',
  },
  {
    type: 'srflx',
    name: 'server reflexive',
    summary:
      'The address and port that a NAT gave to a host candidate, as a STUN server saw it. `raddr` and `rport` name the host candidate behind it.',
    path: "The public side of the client's NAT. If it wins, media goes between the SBC and that address without a Microsoft relay: the SBC must accept UDP from any Internet address.",
    source: 'RFC 8445 §4 and §5.1.1.2',
  },
  {
    type: 'prflx',
    name: 'peer reflexive',
    summary:
      'An address that became known only because a check arrived from it: the NAT used another port towards the peer than towards the STUN server.',
    path: 'Like server reflexive: media comes direct through a NAT, often a symmetric one. It never stands in the first offer or answer; it shows in checks and later in a re-INVITE.',
    source: 'RFC 8445 §4 and §7.3.1.3',
  },
  {
    type: 'relay',
    name: 'relayed',
    summary:
      "An address on a TURN server that forwards everything. `raddr` and `rport` name the client's address as the relay saw it.",
    path: "A Teams Transport Relay: Microsoft's media ranges 52.112.0.0/14 and 52.122.0.0/15, UDP 50000–59999 towards the SBC. Media takes a detour through Microsoft, but stays bypassed in the sense that no Media Processor handles it. It wins when the client and the SBC have no direct path.",
    source: 'RFC 8445 §4 and §5.1.1.2',
    teams:
      'Normal for clients at home. For a client in the same network as the SBC it points to a firewall or missing hairpin NAT (Plan media bypass).',
  },
];

export interface CandidateTransportKnowledge extends Explained {
  /** In lower case: transports compare without regard to case. */
  readonly transport: string;
  /** For `tcp` the `tcptype` extension of RFC 6544 says which of the three it is. */
  readonly usedByLitePeer: boolean;
}

export const CANDIDATE_TRANSPORTS: readonly CandidateTransportKnowledge[] = [
  {
    transport: 'udp',
    usedByLitePeer: true,
    summary: 'UDP, the transport of media in nearly every call and the only one an ICE Lite SBC uses.',
    source: 'RFC 8839 §5.1; RFC 5245 §15.1',
  },
  {
    transport: 'tcp',
    usedByLitePeer: false,
    summary:
      'TCP in the standard form: `tcptype active` opens the connection (port 9 as a placeholder), `passive` waits for it, `so` does both at once.',
    source: 'RFC 6544 §4.5',
  },
  {
    transport: 'tcp-act',
    usedByLitePeer: false,
    summary: "TCP, this side opens the connection. Microsoft's spelling, older than RFC 6544.",
    source: '[MS-ICE2]',
    teams: 'Normal from Teams. A UDP-only SBC ignores it; equal priorities on such lines are no fault.',
  },
  {
    transport: 'tcp-pass',
    usedByLitePeer: false,
    summary: "TCP, this side waits for the connection. Microsoft's spelling, older than RFC 6544.",
    source: '[MS-ICE2]',
    teams: 'Normal from Teams, often on a relay for clients that cannot use UDP. A UDP-only SBC ignores it.',
  },
];

export interface CandidateFieldKnowledge extends Explained {
  readonly field: string;
}

/** The parts of an `a=candidate` value, in their order, then the extensions that occur. */
export const CANDIDATE_FIELDS: readonly CandidateFieldKnowledge[] = [
  {
    field: 'foundation',
    summary:
      'The same for candidates of one type that come from the same address and server. It only serves to order the checks.',
    source: 'RFC 8839 §5.1; RFC 8445 §5.1.1.3',
  },
  {
    field: 'component',
    summary: '1 is RTP, 2 is RTCP. With `a=rtcp-mux` all goes over component 1.',
    source: 'RFC 8839 §5.1; RFC 5761 §5.1.3',
  },
  {
    field: 'transport',
    summary: 'UDP, or a form of TCP. The case of the letters does not matter.',
    source: 'RFC 8839 §5.1',
  },
  {
    field: 'priority',
    summary:
      'The higher, the sooner this candidate is tried: 2^24 · type preference + 2^8 · local preference + (256 − component). Recommended type preferences are 126 host, 110 peer reflexive, 100 server reflexive, 0 relayed.',
    source: 'RFC 8445 §5.1.2',
    teams: 'Teams uses its own type preferences for relays. That is allowed: what counts is the order.',
  },
  {
    field: 'address',
    summary: 'Where packets are to be sent: an IP address. Names are not allowed any more.',
    source: 'RFC 8839 §5.1',
    teams: 'The SBC offers an IPv4 address that Microsoft and the clients can reach.',
  },
  {
    field: 'port',
    summary: 'Where packets are to be sent. 9 on an active TCP candidate is only a placeholder.',
    source: 'RFC 8839 §5.1; RFC 6544 §4.5',
  },
  { field: 'typ', summary: 'The type: host, srflx, prflx or relay.', source: 'RFC 8839 §5.1' },
  {
    field: 'raddr',
    summary:
      'The address behind a reflexive or relayed candidate, for diagnosis only. `0.0.0.0` hides it. A host candidate has none.',
    source: 'RFC 8839 §5.1',
  },
  {
    field: 'rport',
    summary: 'The port behind a reflexive or relayed candidate, for diagnosis only. 9 hides it.',
    source: 'RFC 8839 §5.1',
  },
  {
    field: 'tcptype',
    summary: 'For TCP: `active` opens the connection, `passive` waits for it, `so` is simultaneous open.',
    source: 'RFC 6544 §4.5',
  },
  {
    field: 'generation',
    summary: 'An extension of WebRTC clients: how often ICE was restarted. To be ignored by others.',
    source: 'observed; WebRTC clients',
  },
  {
    field: 'network-id',
    summary: 'An extension of WebRTC clients: which interface the address sits on.',
    source: 'observed; WebRTC clients',
  },
  {
    field: 'network-cost',
    summary: 'An extension of WebRTC clients: how dear the network is, for instance mobile data.',
    source: 'observed; WebRTC clients',
  },
  {
    field: 'ufrag',
    summary: 'An extension of WebRTC clients: the ufrag to which a trickled candidate belongs.',
    source: 'observed; WebRTC clients',
  },
  {
    field: 'mturnid',
    summary:
      "An extension of Microsoft: the number of the relay's port allocation. To be ignored by the SBC.",
    source: 'observed; Teams relays',
  },
];

const TYPE_BY_NAME: ReadonlyMap<string, CandidateTypeKnowledge> = new Map(
  CANDIDATE_TYPES.map((entry) => [entry.type, entry]),
);

const TRANSPORT_BY_NAME: ReadonlyMap<string, CandidateTransportKnowledge> = new Map(
  CANDIDATE_TRANSPORTS.map((entry) => [entry.transport, entry]),
);

const FIELD_BY_NAME: ReadonlyMap<string, CandidateFieldKnowledge> = new Map(
  CANDIDATE_FIELDS.map((entry) => [entry.field, entry]),
);

/** The candidate type, in any case; null where unknown. */
export function findCandidateType(type: string): CandidateTypeKnowledge | null {
  return TYPE_BY_NAME.get(type.toLowerCase()) ?? null;
}

/** The candidate transport, in any case; null where unknown. */
export function findCandidateTransport(transport: string): CandidateTransportKnowledge | null {
  return TRANSPORT_BY_NAME.get(transport.toLowerCase()) ?? null;
}

/** A field or extension name of `a=candidate`, in any case; null where unknown. */
export function findCandidateField(field: string): CandidateFieldKnowledge | null {
  return FIELD_BY_NAME.get(field.toLowerCase()) ?? null;
}
