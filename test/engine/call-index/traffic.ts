/** SIP messages in all manners, that share so little that legs, sides and outcomes come out in all ways. */
import fc from 'fast-check';
import { ethernet, ipv4, octets, pcap, tcp, udp } from '../capture/build';

export interface Sent {
  readonly source: string;
  readonly destination: string;
  readonly transport: 'udp' | 'fragments' | 'tcp';
  readonly content: string;
  /** Where its packets are captured twice, how much later, in microseconds. */
  readonly copied?: number | undefined;
  /** Microseconds by which it is stamped otherwise than a second after the one before. */
  readonly shift?: number | undefined;
}

const addresses = ['192.0.2.10', '198.51.100.7', '203.0.113.9', '52.114.75.24'] as const;

const plainSdp =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\n';
const secureSdp = `${plainSdp.replace('RTP/AVP', 'RTP/SAVP')}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'A'.repeat(40)}\r\n`;

const body = fc.constantFrom(
  { type: '', text: '' },
  { type: 'application/sdp', text: plainSdp },
  { type: 'application/sdp', text: secureSdp },
  { type: 'Application/SDP;x=y', text: secureSdp.replace('s=-\r\n', 's=-\r\na=ice-lite\r\n') },
  {
    type: 'application/sdp',
    text: `${secureSdp}a=ice-lite\r\na=candidate:1 1 UDP 1 192.0.2.10 20000 typ host\r\n`,
  },
  { type: 'application/sdp', text: `${plainSdp}a=ice-ufrag :abcd\r\n` },
  { type: 'application/sdp', text: plainSdp.replace('a=', ' a=').replace('m=audio', 'm =audio') },
  { type: 'application/sdp', text: `${plainSdp}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n` },
  { type: 'application/sdp', text: `${secureSdp}a=ice-ufrag:abcd` },
  { type: '', text: secureSdp },
  { type: 'application/dtmf-relay', text: 'Signal=5\r\nDuration=160\r\n' },
  { type: 'application/sdp', text: 'v=0\r\n\r\nm=audio 1 RTP/SAVP 0\r\n' },
  {
    type: 'multipart/mixed;boundary=x',
    text: `--x\r\nContent-Type: application/sdp\r\n\r\n${secureSdp}--x--\r\n`,
  },
);

const address = fc.constantFrom(
  (user: string, tag: string) => `<sip:${user}@example.com>${tag}`,
  (user: string, tag: string) => `"${user}, of Sales" <sip:${user}@example.com;user=phone>${tag};x=y`,
  (user: string, tag: string) => `sip:${user}@example.com${tag}`,
  (user: string, tag: string) => `<tel:+1212555${user.length};ext=1>${tag}`,
  (user: string, tag: string) => `"a \\" b" <sip:${user}@example.com>${tag}`,
  (user: string, tag: string) => `J\u00fcrgen <sip:${user}@example.com?Subject=x>${tag.replace('=', ' = ')}`,
  (user: string, tag: string) => `<sip:${user}\u00e9@example.com>\r\n ${tag}`,
  (user: string) => `sips:${user}@[2001:db8::1]:5061;TAG=upper`,
  () => 'nobody',
);

const names = fc.constantFrom(
  {
    via: 'Via',
    from: 'From',
    to: 'To',
    callId: 'Call-ID',
    contact: 'Contact',
    length: 'Content-Length',
    type: 'Content-Type',
  },
  { via: 'v', from: 'f', to: 't', callId: 'i', contact: 'm', length: 'l', type: 'c' },
  {
    via: 'VIA',
    from: 'FROM ',
    to: 'to',
    callId: 'call-id',
    contact: 'CONTACT',
    length: 'content-length',
    type: 'Content-type',
  },
);

const startLine = fc.oneof(
  fc.tuple(
    fc.constantFrom('INVITE', 'INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'PRACK', 'UPDATE'),
    fc.constantFrom(
      'sip:bob@example.com',
      'sip:sip.pstnhub.microsoft.com:5061;transport=tls',
      'tel:+1212',
      'sip:a b@c',
    ),
  ),
  fc.tuple(
    fc.constantFrom(100, 180, 183, 200, 200, 302, 404, 487, 603),
    fc.constantFrom('INVITE', 'INVITE', 'BYE'),
  ),
);

const message = fc
  .record({
    startLine,
    names,
    address,
    body,
    call: fc.constantFrom('one@example.com', 'two', 'three'),
    fromTag: fc.constantFrom('a', 'a', 'b', 'c'),
    toTag: fc.constantFrom('', 'a', 'b', 'c'),
    branch: fc.constantFrom('1', '2', '3'),
    cseq: fc.constantFrom('1', '2', '01'),
    extra: fc.constantFrom(
      '',
      'User-Agent: Microsoft.PSTNHub.SIPProxy v.1\r\n',
      'Server: Microsoft.PSTNHub.SIPProxy v.1\r\nUser-Agent: other\r\n',
      'Server: Microsoft.PSTNHub.SIPProxy v.1\r\n',
      'Contact: *\r\n',
      'Contact: <sip:b@c>, <sip:api-du-a-euwe.pstnhub.microsoft.com:443>\r\n',
      'Record-Route: <sip:sip2.pstnhub.microsoft.com:5061;transport=tls;lr>\r\n',
      'Via: SIP/2.0/TCP a;branch=z9, SIP/2.0/TCP b\r\n',
      'Subject: one\r\n two\r\n',
      'no header at all\r\n',
      'X-Colour: \u001b[31mred\u001b[0m\r\n',
    ),
    contact: fc.constantFrom(
      '<sip:sbc.example.com:5061>',
      'sip:x@sip.pstnhub.microsoft.com;q=1',
      '"q" <sip:u@h>',
    ),
    via: fc.constantFrom(
      'SIP/2.0/UDP 192.0.2.10:5060;branch=',
      'SIP/2.0/TLS h;rport;branch=',
      'SIP / 2.0 / UDP h ;branch=',
    ),
    length: fc.constantFrom('right', 'right', 'right', 'right', 'none', 'more', 'less'),
  })
  .map(({ startLine: [first, second], body: { type, text }, ...more }) => {
    const { names: name, length } = more;
    const octetCount =
      text.length + (length === 'more' ? 7 : length === 'less' ? -Math.min(9, text.length) : 0);
    return [
      typeof first === 'number' ? `SIP/2.0 ${first} Some Words` : `${first} ${second} SIP/2.0`,
      `${name.via}: ${more.via}z9hG4bK${more.branch}`,
      `${name.from}: ${more.address('alice', `;tag=${more.fromTag}`)}`,
      `${name.to}: ${more.address('bob', more.toTag === '' ? '' : `;tag=${more.toTag}`)}`,
      `${name.callId}: ${more.call}`,
      `CSeq: ${more.cseq} ${typeof first === 'number' ? second : first}`,
      `${name.contact}: ${more.contact}`,
      ...(type === '' ? [] : [`${name.type}: ${type}`]),
      ...(length === 'none' ? [] : [`${name.length}: ${octetCount}`]),
      `${more.extra}\r\n${text}`,
    ].join('\r\n');
  });

/** Messages over UDP mostly, and over what needs memory. */
export const traffic: fc.Arbitrary<readonly Sent[]> = fc.array(
  fc.record({
    source: fc.constantFrom(...addresses),
    destination: fc.constantFrom(...addresses),
    transport: fc.constantFrom('udp', 'udp', 'udp', 'fragments', 'tcp'),
    content: message,
    copied: fc.constantFrom(undefined, undefined, undefined, 8, 350, 19_999, 20_000, 600_000),
    shift: fc.constantFrom(
      0,
      0,
      0,
      0,
      0,
      -990_000,
      -1_004_000,
      -1_500_000,
      -7_000_000,
      -3_600_000_000,
      40_000_000,
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

/** As a capture. */
export function capture(sents: readonly Sent[]): Uint8Array {
  const sequences = new Map<string, number>();
  let now = 1_700_000_000_000_000;
  const stamped = sents.flatMap((sent, place) => {
    const { copied, shift = 0 } = sent;
    now += 1_000_000 + shift;
    const at = now;
    const packets = packetsOf(sent, place, sequences).map((packet, part) => ({ packet, micros: at + part }));
    if (copied === undefined) return packets;
    return [...packets, ...packets.map(({ packet, micros }) => ({ packet, micros: micros + copied }))];
  });
  return pcap(
    stamped.map(({ packet }) => ethernet(0x0800, packet)),
    { stamps: stamped.map(({ micros }) => micros) },
  );
}

/** The packets of one message. */
function packetsOf(
  { source, destination, transport, content }: Sent,
  place: number,
  sequences: Map<string, number>,
): readonly Uint8Array[] {
  const payload = octets(content);
  if (transport === 'udp') return [ipv4(17, udp(payload), { source, destination })];
  if (transport === 'tcp') {
    const way = `${source} ${destination}`;
    const sequence = sequences.get(way) ?? 1;
    sequences.set(way, sequence + payload.length);
    const half = payload.length >> 1;
    return [
      tcp(payload.subarray(half), { sequence: sequence + half }),
      tcp(payload.subarray(0, half), { sequence }),
    ].map((segment) => ipv4(6, segment, { source, destination }));
  }
  const datagram = udp(payload);
  const cut = (datagram.length >> 4) << 3;
  const options = { source, destination, id: place + 1 };
  return [
    ipv4(17, datagram.subarray(0, cut), { ...options, moreFragments: true }),
    ipv4(17, datagram.subarray(cut), { ...options, fragmentOffset: cut }),
  ];
}

/** As sngrep saves it. */
export function sngrepText(sents: readonly Sent[], lineEnd: string): string {
  return sents
    .map(({ source, destination, content }, place) => {
      const time = `2026/01/31 10:00:${String(place).padStart(2, '0')}.000001`;
      return `${time} ${source}:5060 -> ${destination}:5060\n${content.replaceAll('\r\n', lineEnd)}\n\n`;
    })
    .join('');
}
