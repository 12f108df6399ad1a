/** Every way that SIP is wrapped on a wire leads to the same message; fragments come together. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CaptureEvent } from '../../../server/engine/capture/events';
import { ethernet, four, hex, ipv4, ipv6, octets, type Part, pcap, sip, two, udp } from './build';
import { readCapture, type CaptureReading } from './read-capture';

const message = sip();
const packet = ipv4(17, udp(message));
const packet6 = ipv6(17, udp(message));

function reading(packets: readonly Uint8Array[], linkType = 1): CaptureReading {
  return readCapture(pcap(packets, { linkType }));
}

function texts(events: readonly CaptureEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'sip' ? [Buffer.from(event.bytes.subarray(event.start, event.end)).toString()] : [],
  );
}

/** That one packet of a link type holds the message, between the addresses of `packet` or of `packet6`. */
function assertCarries(linkType: number, bytes: Uint8Array, version: 4 | 6 = 4): CaptureEvent {
  const { events } = reading([bytes], linkType);
  const [event] = events;
  assert.equal(events.length, 1);
  assert.equal(event?.kind, 'sip');
  assert.equal(event.carrier.source.address, version === 4 ? '192.0.2.1' : '2001:db8::1');
  assert.deepEqual(event.carrier.destination, {
    address: version === 4 ? '192.0.2.2' : '2001:db8::2',
    port: 5070,
  });
  assert.equal(event.carrier.source.port, 5060);
  assert.equal(event.carrier.transport, 'UDP');
  assert.equal(event.cut, false);
  assert.deepEqual(texts(events), [Buffer.from(message).toString()]);
  return event;
}

describe('link layers', () => {
  const links: readonly (readonly [string, number, Uint8Array, (4 | 6)?])[] = [
    ['Ethernet', 1, ethernet(0x0800, packet)],
    ['Ethernet with padding', 1, octets(ethernet(0x0800, packet), new Uint8Array(6))],
    ['Ethernet, IPv6', 1, ethernet(0x86dd, packet6), 6],
    ['802.3 with SNAP', 1, ethernet(packet.length + 8, octets(hex('aaaa03000000'), two(0x0800), packet))],
    ['VLAN', 1, ethernet(0x8100, octets(two(100), two(0x0800), packet))],
    ['QinQ', 1, ethernet(0x88a8, octets(two(5), two(0x8100), two(6), two(0x86dd), packet6)), 6],
    ['MPLS with two labels', 1, ethernet(0x8847, octets(hex('00010040 00020140'), packet))],
    [
      'MPLS with a pseudowire',
      1,
      ethernet(0x8847, octets(hex('00020140 00000000'), ethernet(0x0800, packet))),
    ],
    ['PPPoE', 1, ethernet(0x8864, octets(hex('11000001'), two(packet.length + 2), hex('0021'), packet))],
    ['Linux cooked', 113, octets(hex('0000 0001 0006 020000000001 0000 0800'), packet)],
    ['Linux cooked 2', 276, octets(hex('86dd 0000 00000002 0001 00 06 0200000000010000'), packet6), 6],
    ['raw IP', 101, packet],
    ['raw IP, IPv6', 101, packet6, 6],
    ['raw IPv4', 228, packet],
    ['BSD loopback, little endian', 0, octets(hex('02000000'), packet)],
    ['BSD loopback, big endian', 0, octets(hex('0000001e'), packet6), 6],
    ['OpenBSD loopback', 108, octets(hex('00000002'), packet)],
    ['PPP in HDLC', 9, octets(hex('ff030021'), packet)],
    ['PPP, short protocol', 9, octets(hex('21'), packet)],
    ['PPP, IPv6', 50, octets(hex('0057'), packet6), 6],
    ['Cisco HDLC', 104, octets(hex('0f000800'), packet)],
    ['IP in IP', 101, ipv4(4, packet, { source: '198.51.100.1' })],
    ['IPv6 in IPv4', 101, ipv4(41, packet6), 6],
    ['IPv4 in IPv6', 101, ipv6(4, packet)],
    ['GRE', 101, ipv4(47, octets(hex('0000 0800'), packet))],
    [
      'GRE with checksum, key and sequence',
      101,
      ipv4(47, octets(hex('b0000800'), new Uint8Array(12), packet)),
    ],
    ['GRE of PPTP', 101, ipv4(47, octets(hex('3081880b'), new Uint8Array(12), hex('ff030021'), packet))],
    ['Ethernet over GRE', 101, ipv4(47, octets(hex('0000 6558'), ethernet(0x0800, packet)))],
    ['ERSPAN', 101, ipv4(47, octets(hex('1000 88be'), new Uint8Array(12), ethernet(0x0800, packet)))],
    [
      'VXLAN',
      101,
      ipv4(17, udp(octets(hex('0800000000000100'), ethernet(0x0800, packet)), 50000, 4789), {
        source: '198.51.100.1',
      }),
    ],
  ];
  for (const [name, linkType, bytes, version] of links) {
    it(name, () => void assertCarries(linkType, bytes, version));
  }

  it('tells the direction that Linux wrote', () => {
    const sent = assertCarries(113, octets(hex('0004 0001 0006 020000000001 0000 0800'), packet));
    const got = assertCarries(276, octets(hex('0800 0000 00000002 0001 00 06 0200000000010000'), packet));
    const directionOf = (event: CaptureEvent): unknown =>
      event.kind === 'sip' && event.carrier.moment.direction;
    assert.deepEqual([directionOf(sent), directionOf(got)], ['sent', 'received']);
  });

  it('exported PDUs', () => {
    const tag = (number: number, value: Uint8Array): Part => [two(number), two(value.length), value];
    const tags = octets(
      tag(12, octets('sip\0')),
      tag(20, hex('c0000201')),
      tag(21, hex('c0000202')),
      tag(24, four(2)),
      tag(25, four(5060)),
      tag(26, four(5070)),
      tag(0, new Uint8Array(0)),
    );
    const { events } = reading([octets(tags, message)], 252);
    const [event] = events;
    assert.equal(event?.kind, 'sip');
    assert.equal(event.carrier.transport, 'TCP');
    assert.deepEqual(event.carrier.source, { address: '192.0.2.1', port: 5060 });
    assert.deepEqual(texts(events), [Buffer.from(message).toString()]);
  });

  it('counts what it cannot read', () => {
    const arp = ethernet(0x0806, new Uint8Array(28));
    const unread = (bytes: Uint8Array, linkType?: number): readonly string[] =>
      reading([bytes], linkType)
        .dissector.unread.list()
        .map(({ what }) => what);
    assert.deepEqual(unread(arp), ['EtherType 0x0806 (ARP)']);
    assert.deepEqual(unread(packet, 189), ['link type 189 (USB)']);
    assert.deepEqual(unread(hex('4500'), 101), ['damaged headers']);
    assert.deepEqual(unread(ipv4(89, message), 101), ['IP protocol 89 (OSPF)']);
    assert.deepEqual(unread(ipv4(17, udp(octets('hello there'), 7000, 123)), 101), ['UDP port 123 (NTP)']);
  });

  it('comes to an end in a packet of labels and tunnels', () => {
    const labels = ethernet(0x8847, new Uint8Array(60_000));
    let nested = packet;
    for (let depth = 0; depth < 100; depth++) nested = ipv4(4, nested);
    assert.equal(reading([labels, ethernet(0x0800, nested)]).events.length, 0);
  });
});

describe('IPv6 extension headers', () => {
  it('are passed over', () => {
    const headers = octets(
      hex('2b00 0104 00000000'), // hop by hop, then routing
      hex('3c00 0000 00000000'), // routing, then destination options
      hex('3300 0104 00000000'), // destination options, then authentication
      hex('1104 0000 00000001 00000001 000000000000000000000000'), // authentication, then UDP
    );
    assertCarries(101, ipv6(0, octets(headers, udp(message))), 6);
  });

  it('an atomic fragment is whole by itself', () => {
    assertCarries(101, ipv6(44, octets(hex('1100 0000 00000007'), udp(message))), 6);
  });
});

describe('fragments', () => {
  const body = 'x'.repeat(3000);
  const long = sip('MESSAGE sip:bob@example.com SIP/2.0', body);
  const datagram = udp(long);

  function fragments(size: number, id = 7): Uint8Array[] {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < datagram.length; at += size) {
      const part = datagram.subarray(at, at + size);
      const moreFragments = at + size < datagram.length;
      parts.push(ipv4(17, part, { id, fragmentOffset: at, moreFragments }));
    }
    return parts;
  }

  it('come together in any order, at the last one', () => {
    const whole = fragments(576);
    assert.equal(whole.length, 6);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
        const parts = order.flatMap((index) => whole[index] ?? []);
        const { events } = reading(parts, 101);
        assert.deepEqual(texts(events), [Buffer.from(long).toString()]);
        assert.equal(events[0]?.kind === 'sip' && events[0].carrier.moment.frame, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('overlapping and repeated ones do no harm; what came first counts', () => {
    const [one, two_, three] = [
      ipv4(17, datagram.subarray(0, 1600), { id: 9, moreFragments: true }),
      ipv4(17, octets(new Uint8Array(800), datagram.subarray(1600, 2400)), {
        id: 9,
        fragmentOffset: 800,
        moreFragments: true,
      }),
      ipv4(17, datagram.subarray(2400), { id: 9, fragmentOffset: 2400 }),
    ];
    assert.deepEqual(texts(reading([one, one, two_, three], 101).events), [Buffer.from(long).toString()]);
  });

  it('IPv6', () => {
    const part = (at: number, end: number): Uint8Array => {
      const more = end < datagram.length ? 1 : 0;
      return ipv6(44, octets(0x11, 0, two(at | more), four(99), datagram.subarray(at, end)));
    };
    const { events } = reading([part(1200, 2400), part(0, 1200), part(2400, datagram.length)], 101);
    assert.deepEqual(texts(events), [Buffer.from(long).toString()]);
  });

  it('tells of a datagram whose fragments were lost, and how it began', () => {
    const { events } = reading([...fragments(1480).slice(0, 2), packet], 101);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['sip', 'lost-fragments'],
    );
    const lost = events[1];
    assert.equal(lost?.kind, 'lost-fragments');
    assert.equal(lost.content, 'sip');
    assert.deepEqual(lost.ports, { source: 5060, destination: 5070 });
    assert.equal(lost.end - lost.start, 2 * 1480 - 8);
    assert.equal(lost.total, null);
    const headless = reading(fragments(1480).slice(1), 101).events[0];
    assert.equal(headless?.kind, 'lost-fragments');
    assert.equal(headless.content, 'other');
    assert.equal(headless.total, datagram.length);
  });

  it('of a number that comes again much later are not mixed', () => {
    const parts = fragments(1480);
    const quiet = Array.from({ length: 40 }, () => ethernet(0x0806, new Uint8Array(28)));
    const stale = parts[0] ?? packet;
    const { events } = reading([stale, ...quiet, ...parts.slice(1)], 101);
    assert.deepEqual(texts(events), []);
  });

  it('that never end stay within bounds', () => {
    const endless: Uint8Array[] = [];
    for (let id = 0; id < 6000; id++) {
      endless.push(ipv4(17, new Uint8Array(8), { id, moreFragments: true, fragmentOffset: 8 }));
    }
    const { events } = reading(endless, 101);
    assert.equal(events.filter(({ kind }) => kind === 'lost-fragments').length, 6000);
  });
});

describe('ICMP errors', () => {
  it('are told with what they quote, which is no message', () => {
    const quote = octets(hex('0303 0000 00000000'), packet.subarray(0, 100));
    const { events } = reading([ipv4(1, quote, { source: '192.0.2.2', destination: '192.0.2.1' })], 101);
    const [event] = events;
    assert.equal(events.length, 1);
    assert.equal(event?.kind, 'icmp-error');
    assert.deepEqual([event.type, event.code, event.source], [3, 3, '192.0.2.2']);
    assert.equal(event.quote?.content, 'sip');
    assert.deepEqual(event.quote.source, { address: '192.0.2.1', port: 5060 });
    assert.deepEqual(event.quote.destination, { address: '192.0.2.2', port: 5070 });
  });

  it('of IPv6 too, and no echo', () => {
    const error = ipv6(58, octets(hex('0200 0000 00000500'), packet6));
    const echo = ipv6(58, octets(hex('8000 0000 00000500'), packet6));
    const { events } = reading([error, echo], 101);
    assert.deepEqual(
      events.map((event) => event.kind === 'icmp-error' && [event.version, event.type, event.quote?.content]),
      [[6, 2, 'sip']],
    );
  });
});

it('a dissector never throws on octets of any kind', () => {
  const samples = [
    ethernet(0x0800, packet),
    ethernet(0x86dd, ipv6(44, octets(hex('1100 0001 00000007'), udp(message)))),
    ipv4(47, octets(hex('0000 6558'), ethernet(0x0800, packet))),
    ipv4(6, message),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, 9, 12, 50, 51, 101, 104, 108, 113, 228, 252, 276, 999),
      fc.array(
        fc.oneof(
          fc.uint8Array({ maxLength: 120 }),
          fc
            .tuple(fc.constantFrom(...samples), fc.nat(200), fc.nat(60), fc.nat(255))
            .map(([sample, length, at, value]) => {
              const changed = sample.slice(0, length);
              if (at < changed.length) changed[at] = value;
              return changed;
            }),
        ),
        { maxLength: 8 },
      ),
      (linkType, packets) => void reading(packets, linkType),
    ),
    { numRuns: 500 },
  );
});
