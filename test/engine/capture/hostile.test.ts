/** Captures made to harm their reader: what lies, never ends or grows without end is told, and the rest is read. */
import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { renderCapture, type RenderedCapture } from '../../../server/engine/trace-text/render';
import { problemText } from '../../../shared/reading-problem';
import { TraceTextWriter } from '../../../server/engine/trace-text/write';
import { ethernet, four, hex, ipv4, ipv6, octets, pcap, Pcapng, sip, tcp, two, udp } from './build';
import { readCapture } from './read-capture';

const good = ethernet(0x0800, ipv4(17, udp(sip())));

function rendered(file: Uint8Array): RenderedCapture {
  const rendering = renderCapture([file]);
  assert.equal(rendering.kind, 'rendered');
  return rendering.capture;
}

/** SIP messages of a text. */
function messagesIn({ text }: RenderedCapture): number {
  return text.split('\nOPTIONS sip:').length - 1;
}

/** A datagram as it stands in an Ethernet frame, for a payload that lies about itself. */
function datagram(payload: Uint8Array, ports: readonly [number, number] = [4000, 5000]): Uint8Array {
  return ethernet(0x0800, ipv4(17, udp(payload, ...ports)));
}

function withWord(packet: Uint8Array, at: number, word: Uint8Array): Uint8Array {
  const changed = packet.slice();
  changed.set(word, at);
  return changed;
}

describe('lengths that lie', () => {
  const lies: readonly (readonly [string, Uint8Array])[] = [
    ['of IPv4, longer than the packet', withWord(good, 16, two(0xffff))],
    ['of IPv4, shorter than its header', withWord(good, 16, two(3))],
    ['of the header of IPv4', withWord(good, 14, Uint8Array.of(0x4f))],
    ['of UDP, longer than the packet', withWord(good, 38, two(0xffff))],
    ['of UDP, shorter than its header', withWord(good, 38, two(1))],
    ['of a header of TCP', ethernet(0x0800, ipv4(6, withWord(tcp(sip(), { sequence: 1 }), 12, hex('f0'))))],
    ['of IPv6', ethernet(0x86dd, withWord(ipv6(17, udp(sip())), 4, two(0xffff)))],
    ['of an extension header', ethernet(0x86dd, ipv6(0, hex('11ff000000000000')))],
    ['of STUN', datagram(hex('0001 fffc 2112a442 000000000000000000000000'))],
    [
      'of an attribute of STUN',
      datagram(hex('0001 0008 2112a442 000000000000000000000000 0006 ffff 00000000')),
    ],
    ['of ChannelData', datagram(hex('4000 ffff 0000 0000'))],
    ['of DTLS', datagram(hex('16 feff 0000 000000000000 ffff 01 ffffff 0000 000000 ffffff'))],
    ['of RTP', datagram(hex('9f80ffff 00000000 00000000 ffffffff'))],
    ['of RTCP', datagram(hex('81c8ffff 00000000 ffffffff'))],
    ['of HEP', datagram(octets('HEP3', two(0xffff), hex('0000 000f ffff'), sip()))],
    ['of DNS', datagram(hex('0001 8180 ffff ffff ffff ffff 3f61'), [53, 4000])],
    ['of MPLS', ethernet(0x8847, hex('00000000'))],
    ['of PPPoE', ethernet(0x8864, hex('11000001 ffff 0021 45'))],
  ];

  for (const [name, lie] of lies) {
    it(name, () => {
      const capture = rendered(pcap([good, lie, good, good]));
      assert.ok(messagesIn(capture) >= 3);
      assert.equal(capture.text.match(/^=== [134] .* SIP \d+ octets$/gm)?.length, 3);
    });
  }

  it('of a message in a stream, of a WebSocket frame and of a TLS record', () => {
    const streams = [
      'OPTIONS sip:a SIP/2.0\r\nContent-Length: 4294967295\r\n\r\n',
      'OPTIONS sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n',
      hex('16 0301 ffff 01 ffffff'),
      octets('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n', hex('81 7f ffffffffffffffff'), 'x'),
      octets('HEP3', two(0)),
      octets('HEP3', two(0xffff)),
      hex('0001 fffc 2112a442 000000000000000000000000'),
      hex('ffff 0001 fffc 2112a442 000000000000000000000000'),
    ];
    const packets = streams.map((payload, index) =>
      ethernet(0x0800, ipv4(6, tcp(octets(payload), { sequence: 1, source: 40_000 + index }))),
    );
    const capture = rendered(pcap([...packets, good]));
    assert.match(capture.text, /^=== 9 .* SIP \d+ octets$/m);
  });
});

describe('containers that lie', function () {
  it('a block of 4 GB, and 100,000 of them', () => {
    const file = new Pcapng().section().interface().packet(good);
    file.block(6, [new Uint8Array(40)], 0xfffffffc);
    const capture = rendered(file.packet(good).file());
    assert.equal(messagesIn(capture), 2);
    assert.deepEqual(capture.problems.map(problemText), [
      'behind frame 1: a block speaks of 4294967292 octets: packets are looked for behind it',
    ]);
    const many = new Pcapng().section().interface();
    for (let index = 0; index < 100_000; index++) {
      if (index % 1000 === 0) many.packet(good);
      many.raw(many.word(6), many.word(0xfffffffc));
    }
    const flood = rendered(many.packet(good).file());
    assert.equal(messagesIn(flood), 101);
    assert.equal(flood.problems.length, 100);
  });

  it('more places that are wrong than are told are counted', () => {
    const many = new Pcapng().section().interface();
    for (let index = 0; index < 1000; index++) many.packet(good, 0n, 7);
    const { problems } = rendered(many.packet(good).file());
    assert.equal(problems.length, 101);
    assert.equal(problems[100]?.message, '900 more such places');
    assert.equal(
      problems[0] && problemText(problems[0]),
      'behind frame 1: a packet names the interface 7, which the file does not describe',
    );
  });

  it('100,000 interfaces', () => {
    const file = new Pcapng().section();
    for (let index = 0; index < 100_000; index++) file.interface();
    const capture = rendered(file.packet(good, 0n, 99_999).packet(good, 0n, 5).file());
    assert.deepEqual(capture.problems, []);
    assert.equal(messagesIn(capture), 2);
  });

  it('100,000 sections, each with its interface', () => {
    const file = new Pcapng();
    for (let index = 0; index < 100_000; index++) file.section().interface();
    const capture = rendered(file.packet(good).file());
    assert.deepEqual(capture.problems, []);
    assert.equal(messagesIn(capture), 1);
  });

  it('more interfaces than any machine has are told once, and the rest is read', () => {
    const file = new Pcapng().section();
    for (let index = 0; index < 300_000; index++) file.interface();
    const { facts, dissector, events } = readCapture(file.packet(good, 0n, 299_999).packet(good).file());
    assert.deepEqual(
      facts.problems.map(({ message }) => message),
      [
        'more than 262144 interfaces in a section: the packets of further ones are not read',
        'a packet names the interface 299999, which the file does not describe',
      ],
    );
    assert.equal(dissector.packets, 2);
    assert.equal(events.length, 1);
  });

  it('a packet of pcap that claims 4 GB', () => {
    const file = pcap([good, good, good]);
    const second = 24 + 16 + good.length;
    const capture = rendered(withWord(file, second + 8, four(0xffffffff)));
    assert.equal(messagesIn(capture), 2);
    assert.deepEqual(capture.problems.map(problemText), [
      'behind frame 1: a packet header speaks of 4294967295 octets: packets are looked for behind it',
    ]);
  });
});

describe('packets in packets', function () {
  /** Wraps until no more fits. */
  function nested(most: number, wrap: (inner: Uint8Array) => Uint8Array): Uint8Array {
    let packet = good;
    for (let next = wrap(packet); next.length <= most; next = wrap(next)) packet = next;
    return packet;
  }

  it('VXLAN in VXLAN, as deep as a datagram and as the longest packet of a file allow', () => {
    const vxlan = (inner: Uint8Array): Uint8Array => octets(hex('0800000000000100'), inner);
    const usual = nested(60_000, (inner) => datagram(vxlan(inner), [4789, 4789]));
    // A length of zero, as where a card was to fill it in, lets a datagram be longer than IP allows.
    const header = datagram(new Uint8Array(0), [4789, 4789]);
    header.set(two(0), 16);
    header.set(two(0), 38);
    const layer = octets(header, hex('0800000000000100'));
    const depth = Math.floor(1_000_000 / layer.length);
    const longest = new Uint8Array(depth * layer.length + good.length);
    for (let index = 0; index < depth; index++) longest.set(layer, index * layer.length);
    longest.set(good, depth * layer.length);
    const file = new Pcapng().section().interface().packet(usual).packet(longest).packet(good).file();
    const { events, dissector } = readCapture(file);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['sip'],
    );
    assert.deepEqual(dissector.unread.list(), [{ what: 'damaged headers', frames: 2, first: 1 }]);
  });

  it('HEP in HEP, and TURN in TURN', () => {
    let hep = sip();
    for (let depth = 0; depth < 1000; depth++) {
      hep = octets('HEP3', two(12 + hep.length), two(0), two(15), two(6 + hep.length), hep);
    }
    let turn = sip();
    for (let depth = 0; depth < 1000; depth++) turn = octets(hex('4000'), two(turn.length), turn);
    const { events } = readCapture(pcap([datagram(hep), datagram(turn), good]));
    assert.deepEqual(events.filter(({ kind }) => kind === 'sip').length, 1);
    assert.ok(events.length < 10);
  });
});

describe('messages that are too much', () => {
  it('STUN of as many attributes as a datagram holds', () => {
    const attributes = new Uint8Array(65_000);
    for (let at = 0; at < attributes.length; at += 4) attributes.set([0x80, 0x22], at);
    const message = octets(
      hex('0001'),
      two(attributes.length),
      hex('2112a442 000000000000000000000000'),
      attributes,
    );
    const capture = rendered(pcap([datagram(message), good]));
    assert.equal(messagesIn(capture), 1);
    assert.equal(capture.text.match(/^SOFTWARE $/gm)?.length, 65_000 / 4);
  });

  it('a flood of packets leaves room for messages, and what is left out is told', () => {
    const writer = new TraceTextWriter({ messages: 2000, packets: 1000, streams: 100 });
    const binding = hex('0001 0000 2112a442 000000000000000000000000');
    const packets = [...Array.from({ length: 100 }, () => datagram(binding)), good];
    for (const event of readCapture(pcap(packets)).events) writer.event(event);
    const text = writer.finish('a test');
    assert.match(text, /^=== 101 .* SIP/m);
    assert.ok(text.length < 1500);
    assert.deepEqual(writer.problems, ['too much for one text: 95 packets from frame 6 on are left out']);
  });
});

describe('compressed files', () => {
  it('in a compressed file are not looked into', () => {
    let file: Uint8Array = zlib.gzipSync(pcap([good]));
    for (let depth = 0; depth < 5; depth++) file = zlib.gzipSync(file);
    assert.deepEqual(renderCapture([file]), {
      kind: 'unsupported',
      message: 'compressed with gzip, and no capture inside: a text must be unpacked first',
    });
  });
});
