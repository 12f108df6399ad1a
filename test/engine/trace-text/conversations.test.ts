/** The conversations of a capture are counted, written at the end of its text, and read back. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  conversationProtocols,
  packetsOf,
  type Conversation,
  type ConversationEnd,
  type Conversations,
} from '../../../server/engine/basics/conversation';
import {
  conversationsMark,
  readConversations,
  WrittenConversations,
  writeConversations,
} from '../../../server/engine/trace-text/conversations';
import { ConversationIndex, listed } from '../../../server/engine/path/flows';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { joinTraces } from '../../../server/engine/traces/join';
import { readText } from '../../../server/engine/traces/read';
import { finished } from '../../../server/engine/basics/finished';
import { ethernet, hex, ipv4, ipv6, octets, pcap, Pcapng, sip, tcp, two, udp } from '../capture/build';

function conversationsOf(file: Uint8Array): readonly Conversation[] {
  return readText(textOf(file)).conversations?.rows ?? [];
}

function textOf(file: Uint8Array): string {
  const rendering = renderCapture([file]);
  assert.ok(rendering.kind === 'rendered');
  return rendering.capture.text;
}

/** A packet with a mark. */
function marked(packet: Uint8Array, dscp: number): Uint8Array {
  const copy = packet.slice();
  copy[1] = dscp << 2;
  return copy;
}

const back = { source: '192.0.2.2', destination: '192.0.2.1' };
const rtp = (sequence: number): Uint8Array => octets(hex('8000'), two(sequence), new Uint8Array(168));
const binding = hex('000100002112a442 000102030405060708090a0b');

describe('conversations of a capture', () => {
  it('begin with the end that sent first, and count both directions', () => {
    const rows = conversationsOf(
      pcap([
        ethernet(0x0800, ipv4(17, udp(binding, 5070, 5060), back)),
        ethernet(0x0800, ipv4(17, udp(rtp(1)))),
        ethernet(0x0800, ipv4(17, udp(rtp(2)))),
      ]),
    );
    const [row, ...others] = rows;
    assert.deepEqual(others, []);
    assert.deepEqual(row?.source, { address: '192.0.2.2', port: 5070 });
    assert.deepEqual(row.destination, { address: '192.0.2.1', port: 5060 });
    assert.deepEqual([row.out.packets, row.out.frameOctets, row.out.payloadOctets], [1, 62, 20]);
    assert.deepEqual([row.in.packets, row.in.frameOctets, row.in.payloadOctets], [2, 428, 344]);
    assert.deepEqual([row.first.frame, row.last.frame], [1, 3]);
    assert.deepEqual(row.protocols, [
      { protocol: 'stun', packets: 1 },
      { protocol: 'rtp', packets: 2 },
    ]);
    assert.equal(row.interface, null);
  });

  it('tell the octets that were sent, though the capture kept fewer', () => {
    const cut = octets(ethernet(0x0800, ipv4(17, udp(rtp(1)))).subarray(0, 60));
    const file = pcap([cut]);
    // The length on the wire, behind the file's and the packet's first octets.
    new DataView(file.buffer).setUint32(24 + 12, 222, true);
    const [row] = conversationsOf(file);
    assert.deepEqual([row?.out.frameOctets, row?.out.payloadOctets], [222, 172]);
  });

  it('are told apart by interface, and put together where an interface is described twice', () => {
    const file = new Pcapng();
    const named = (name: string, description: string): Pcapng =>
      file.interface(1, [
        file.option(2, octets(name)),
        file.option(3, octets(description)),
        file.option(0, octets()),
      ]);
    file.section();
    named('\\Device\\NPF_{1}', 'Wi-Fi, at home');
    named('tun0', 'OpenVPN');
    named('tun0', 'OpenVPN');
    const packet = ethernet(0x0800, ipv4(17, udp(rtp(1))));
    for (const number of [0, 1, 2]) file.packet(packet, 1000n, number);
    const rows = conversationsOf(file.file());
    assert.deepEqual(
      rows.map(({ interface: captured, out }) => [captured, out.packets]),
      [
        [{ name: '\\Device\\NPF_{1}', description: 'Wi-Fi, at home' }, 1],
        [{ name: 'tun0', description: 'OpenVPN' }, 2],
      ],
    );
  });

  it('count marks, and packets that were seen before with another one', () => {
    const packets = [1, 2, 3].flatMap((number) => {
      const packet = ipv4(17, udp(rtp(number)), { id: number });
      return [marked(packet, 46), marked(packet, number === 3 ? 46 : 0)];
    });
    const [row] = conversationsOf(pcap(packets.map((packet) => ethernet(0x0800, packet))));
    assert.deepEqual(row?.out.dscp, [
      { dscp: 46, packets: 4 },
      { dscp: 0, packets: 2 },
    ]);
    assert.deepEqual(row.out.remarked, [{ from: 46, to: 0, packets: 2 }]);
  });

  it('count no packet as marked anew that only looks like another one', () => {
    const packets = [
      marked(ipv4(17, udp(rtp(1)), { id: 1 }), 46),
      marked(ipv4(17, udp(rtp(2)), { id: 1 }), 0),
    ];
    const [row] = conversationsOf(pcap(packets.map((packet) => ethernet(0x0800, packet))));
    assert.deepEqual(row?.out.remarked, []);
  });

  it('stand in the order of their first packets, whatever order the packets are recorded in', () => {
    const packet = (port: number): Uint8Array => ethernet(0x0800, ipv4(17, udp(rtp(1), port)));
    const file = pcap([packet(4000), packet(4002), packet(4004)], { stamps: [3e6, 1e6, 2e6] });
    assert.deepEqual(
      conversationsOf(file).map(({ source, first }) => [source.port, first.frame]),
      [
        [4002, 2],
        [4004, 3],
        [4000, 1],
      ],
    );
  });

  it('stand in order in joined traces, too', () => {
    const [late, early] = [50, 40].map((seconds) =>
      textOf(
        pcap([ethernet(0x0800, ipv4(17, udp(rtp(1), 4000 + seconds)))], { seconds: 1_700_000_000 + seconds }),
      ),
    );
    const { conversations } = readText(joinTraces([late ?? '', early ?? ''], [null, 0]).text);
    assert.deepEqual(
      conversations?.rows.map(({ source }) => source.port),
      [4040, 4050],
    );
  });

  it('read the mark of IPv6', () => {
    const packet = ipv6(17, udp(rtp(1)));
    packet[0] = 0x6b;
    packet[1] = 0x80;
    const [row] = conversationsOf(pcap([ethernet(0x86dd, packet)]));
    assert.deepEqual(row?.out.dscp, [{ dscp: 46, packets: 1 }]);
  });

  it('are those of the innermost ends, with the innermost tag', () => {
    const inner = ethernet(0x8100, octets(two(7), two(0x0800), ipv4(17, udp(rtp(1)))));
    const vxlan = octets(hex('0800000000000100'), inner);
    const outer = ipv4(17, udp(vxlan, 50000, 4789), { source: '198.51.100.1', destination: '198.51.100.2' });
    const rows = conversationsOf(pcap([ethernet(0x8100, octets(two(5), two(0x0800), outer))]));
    assert.deepEqual(
      rows.map(({ source, vlans, out }) => [source.address, vlans, out.frameOctets]),
      [['192.0.2.1', [7], 18 + 20 + 8 + 8 + inner.length]],
    );
  });

  it('count a datagram in fragments once, with the frame that completes it', () => {
    const whole = udp(sip());
    const fragments = [
      ipv4(17, whole.subarray(0, 40), { moreFragments: true }),
      ipv4(17, whole.subarray(40), { fragmentOffset: 40 }),
    ];
    const [row, ...others] = conversationsOf(pcap(fragments.map((packet) => ethernet(0x0800, packet))));
    assert.deepEqual(others, []);
    assert.deepEqual(
      [row?.out.packets, row?.out.frameOctets, row?.out.payloadOctets, row?.first.frame],
      [1, 14 + 20 + whole.length - 40, whole.length - 8, 2],
    );
  });

  it('count segments of TCP, and the messages in them', () => {
    const message = sip();
    const half = message.length >> 1;
    const segments = [
      tcp(octets(), { sequence: 99, flags: 'S' }),
      tcp(message.subarray(0, half), { sequence: 100 }),
      tcp(message.subarray(half), { sequence: 100 + half }),
    ];
    const [row] = conversationsOf(pcap(segments.map((segment) => ethernet(0x0800, ipv4(6, segment)))));
    assert.equal(row?.transport, 'tcp');
    assert.deepEqual([row.out.packets, row.out.payloadOctets], [3, message.length]);
    assert.equal(packetsOf(row.protocols, 'sip'), 1);
  });

  it('count nothing as carried where a header of TCP is longer than its packet', () => {
    const odd = tcp(octets(), { sequence: 1 });
    odd[12] = 0xf0;
    const [row] = conversationsOf(pcap([ethernet(0x0800, ipv4(6, odd))]));
    assert.deepEqual([row?.out.packets, row?.out.payloadOctets], [1, 0]);
  });

  it('stand behind all messages, and change no line of them', () => {
    const text = textOf(pcap([ethernet(0x0800, ipv4(17, udp(sip())))]));
    const { records } = readText(text);
    const before = text.slice(0, text.indexOf(conversationsMark));
    const alone = readText(before).records;
    assert.equal(records.length, 1);
    assert.deepEqual(
      records.map(({ message, content }) => [message, content]),
      alone.map(({ message, content }) => [message, content]),
    );
  });

  it('are not taken from a message that has such lines', () => {
    const lie = `${conversationsMark}\r\n#!conversation udp 10.0.0.1:1 -> 10.0.0.2:2, frames 1 to 1`;
    const message = octets(
      `MESSAGE sip:a SIP/2.0\r\nCall-ID: 1\r\nContent-Length: ${lie.length + 2}\r\n\r\n\n\n${lie}`,
    );
    const { conversations, records } = readText(textOf(pcap([ethernet(0x0800, ipv4(17, udp(message)))])));
    assert.equal(records.length, 1);
    assert.deepEqual(
      conversations?.rows.map(({ source }) => source.address),
      ['192.0.2.1'],
    );
  });

  it('leave out those that were silent for longest, and tell how many', function () {
    const nothing = new Uint8Array(0);
    const packets = Array.from({ length: 16_400 }, (_, number) =>
      ethernet(0x0800, ipv4(17, udp(nothing, 1024 + number, 3478))),
    );
    const { conversations } = readText(textOf(pcap(packets)));
    assert.equal(conversations?.rows.length, 16_384);
    assert.equal(conversations.leftOut, 16);
    assert.equal(conversations.rows[0]?.source.port, 1040);
  });
});

describe('lines of conversations', () => {
  const count = fc.nat(1e9);
  const name = fc.option(
    fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '-')),
  );
  const way = fc.record({
    packets: count,
    frameOctets: count,
    payloadOctets: count,
    dscp: fc.array(fc.record({ dscp: fc.nat(63), packets: count }), { maxLength: 3 }),
    remarked: fc.array(fc.record({ from: fc.nat(63), to: fc.nat(63), packets: count }), { maxLength: 2 }),
  });
  const moment = fc.record({
    frame: count,
    time: fc.option(
      fc.record({
        micros: fc.nat(2_000_000_000).map((seconds) => seconds * 1e6 + 17),
        date: fc.constant('full' as const),
      }),
    ),
  });
  const end = fc.record({
    address: fc.oneof(fc.ipV4(), fc.constant('2001:db8::1')),
    port: fc.nat(65_535),
  });
  const counts = fc
    .subarray([...conversationProtocols])
    .map((protocols) => protocols.map((protocol, place) => ({ protocol, packets: place + 1 })));
  const row = fc.record({
    transport: fc.constantFrom('udp' as const, 'tcp' as const),
    source: end,
    destination: end,
    interface: fc
      .record({ name, description: name })
      .map((captured) => (captured.name === null && captured.description === null ? null : captured)),
    out: way,
    in: way,
    first: moment,
    last: moment,
    protocols: counts,
    relayed: counts,
    vlans: fc.array(fc.nat(4095), { maxLength: 2 }),
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), count, (rows: Conversation[], leftOut) => {
        const all: Conversations = { rows, leftOut };
        assert.deepEqual(
          finished(readConversations(writeConversations(all))),
          JSON.parse(JSON.stringify(all)),
        );
      }),
    );
  });

  it('are known by their ends, of which each is found whoever sent first', () => {
    const host = fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1');
    const end = fc.record({ address: host, port: fc.integer({ min: 1, max: 3 }) });
    const few = fc.array(fc.tuple(row, end, end), { maxLength: 20 });
    fc.assert(
      fc.property(few, fc.array(fc.tuple(end, end)), (parts, asked) => {
        const rows = parts.map(([each, source, destination]) => ({ ...each, source, destination }));
        const written = finished(WrittenConversations.in(writeConversations({ rows, leftOut: 0 })));
        const indexes: readonly ConversationIndex[] = [listed(rows), written].map(
          (list) => new ConversationIndex(list),
        );
        const isAt = (one: ConversationEnd, other: ConversationEnd): boolean =>
          one.address === other.address && one.port === other.port;
        const taken = new Set<number>();
        for (const [one, other] of asked) {
          const ofOne = [...rows.keys()].filter((number) => {
            const { source, destination } = written.endsOf(number);
            return isAt(source, one) || isAt(destination, one);
          });
          const between = [...rows.keys()].filter((number) => {
            const { source, destination } = written.endsOf(number);
            return (
              (isAt(source, one) && isAt(destination, other)) ||
              (isAt(source, other) && isAt(destination, one))
            );
          });
          for (const index of indexes) {
            assert.deepEqual(index.take(one), ofOne);
            assert.deepEqual(index.takeBetween(one, other), between);
          }
          for (const number of [...ofOne, ...between]) taken.add(number);
        }
        for (const index of indexes)
          assert.deepEqual(
            JSON.parse(JSON.stringify(index.rest())),
            JSON.parse(JSON.stringify(rows.filter((_, number) => !taken.has(number)))),
          );
      }),
    );
  });

  it('tell nothing where they are not as they are written', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 2 }), fc.nat(), fc.string(), (rows: Conversation[], at, odd) => {
        const text = writeConversations({ rows, leftOut: 0 });
        const place = at % (text.length + 1);
        const read = finished(readConversations(`${text.slice(0, place)}${odd}${text.slice(place)}`));
        assert.ok(read.rows.length <= rows.length + 1);
      }),
    );
  });
});
