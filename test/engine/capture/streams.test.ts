/** SIP comes whole out of TCP, WebSocket and HEP, however it was cut, ordered and repeated. */
import assert from 'node:assert/strict';
import v8 from 'node:v8';
import vm from 'node:vm';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { Dissector } from '../../../server/engine/capture/dissector';
import type { CaptureEvent, SipEvent } from '../../../server/engine/capture/events';
import { emptyPacket } from '../../../server/engine/capture/packet';
import type { StreamConsumer } from '../../../server/engine/capture/streams';
import { four, hex, ipv4, octets, pcap, sip, tcp, type TcpOptions, two, udp } from './build';
import { readCapture, type CaptureReading } from './read-capture';
import { quickest } from '../../support/cpu-time';

const invite = sip('INVITE sip:bob@example.com SIP/2.0', 'v=0\r\ns=-\r\n');
const ok = sip('SIP/2.0 200 OK');
const bye = sip('BYE sip:bob@example.com SIP/2.0');

function reading(packets: readonly Uint8Array[]): CaptureReading {
  return readCapture(pcap(packets, { linkType: 101 }));
}

function segment(payload: Uint8Array, sequence: number, options: Partial<TcpOptions> = {}): Uint8Array {
  return ipv4(6, tcp(payload, { sequence, ...options }));
}

/** A stream in segments that begin at the given offsets. */
function segments(stream: Uint8Array, starts: readonly number[], initial = 1000): Uint8Array[] {
  const sorted = [...new Set([0, ...starts.filter((start) => start < stream.length)])].sort((a, b) => a - b);
  return sorted.map((start, index) =>
    segment(stream.subarray(start, sorted[index + 1] ?? stream.length), initial + 1 + start),
  );
}

const syn = segment(new Uint8Array(0), 1000, { flags: 'S' });

function sipOf(events: readonly CaptureEvent[]): SipEvent[] {
  return events.filter((event) => event.kind === 'sip');
}

function textOf({ bytes, start, end }: SipEvent): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1');
}

function assertMessages(events: readonly CaptureEvent[], wanted: readonly Uint8Array[]): void {
  assert.deepEqual(
    sipOf(events).map(textOf),
    wanted.map((message) => Buffer.from(message).toString('latin1')),
  );
}

function frames(events: readonly CaptureEvent[]): number[] {
  return sipOf(events).map(({ carrier }) => carrier.moment.frame);
}

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

describe('SIP over TCP', () => {
  const stream = octets(invite, '\r\n\r\n', ok, bye);

  it('several messages and keep-alives in one segment', () => {
    const { events } = reading([syn, segment(stream, 1001)]);
    assertMessages(events, [invite, ok, bye]);
    assert.deepEqual(frames(events), [2, 2, 2]);
    assert.equal(events[0]?.kind === 'sip' && events[0].carrier.transport, 'TCP');
  });

  it('from within a message on, wherever the next one begins', () => {
    const rest = octets('Contact: <sip:alice@192.0.2.1>\r\nContent-Length: 0\r\n\r\n');
    fc.assert(
      fc.property(fc.array(fc.nat(rest.length + invite.length), { maxLength: 6 }), (starts) => {
        const packets = segments(octets(rest, invite, bye), starts);
        const { events, dissector } = reading(packets);
        assertMessages(events, [invite, bye]);
        const noticed = events.filter((event) => event.kind === 'unreadable');
        assert.deepEqual(
          noticed.map(({ reason }) => reason),
          ['began-within-message'],
        );
        const unread = dissector.unread.list().reduce((sum, { frames: count }) => sum + count, 0);
        assert.ok(unread < packets.length);
      }),
    );
    // Where nothing stands before a message, nothing is said; text that is no SIP stays so.
    assert.deepEqual(
      reading([segment(invite, 9)]).events.map(({ kind }) => kind),
      ['sip'],
    );
    const mail = segment(octets('MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n'), 9);
    assert.deepEqual(reading([mail]).events, []);
  });

  it('cut anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (starts) => {
        const { events } = reading([syn, ...segments(stream, starts)]);
        assertMessages(events, [invite, ok, bye]);
        assert.ok(sipOf(events).every(({ cut }) => !cut));
      }),
    );
  });

  it('in any order, with repetitions and overlaps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(stream.length), fc.integer({ min: 1, max: 200 })), { maxLength: 10 }),
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.array(fc.nat(1000), { minLength: 16, maxLength: 16 }),
        (extra, initial, dice) => {
          const parts = [
            ...segments(stream, [30, 100, 150, 210, 260], initial),
            ...extra.map(([at, length]) => segment(stream.subarray(at, at + length), initial + 1 + at)),
          ];
          const order = parts.map((part, index) => ({ part, key: dice[index] ?? 0 }));
          order.sort((a, b) => a.key - b.key);
          const start = segment(new Uint8Array(0), initial, { flags: 'S' });
          assertMessages(reading([start, ...order.map(({ part }) => part)]).events, [invite, ok, bye]);
        },
      ),
    );
  });

  it('has the number of the packet that completes a message', () => {
    const [one, two_, three] = segments(octets(invite, bye), [40, invite.length]);
    assert.ok(one !== undefined && two_ !== undefined && three !== undefined);
    const { events } = reading([syn, one, three, two_]);
    assertMessages(events, [invite, bye]);
    assert.deepEqual(frames(events), [4, 4]);
    assert.deepEqual(
      sipOf(events).map(({ carrier }) => carrier.firstFrame),
      [2, 4],
    );
  });

  it('has the number of the packet that came last where packets were put into order', () => {
    const [one, two_, three] = segments(octets(invite, bye), [40, invite.length]);
    assert.ok(one !== undefined && two_ !== undefined && three !== undefined);
    const events: CaptureEvent[] = [];
    const dissector = new Dissector((event) => events.push(event));
    for (const [frame, bytes] of [
      [1, syn],
      [2, one],
      [9, three],
      [4, two_],
    ] as const)
      dissector.packet({ ...emptyPacket(), linkType: 101, frame, bytes, start: 0, end: bytes.length });
    dissector.finish();
    assertMessages(events, [invite, bye]);
    assert.deepEqual(frames(events), [4, 4]);
  });

  it('goes on behind a gap, and marks the message that it cut', () => {
    const [one, , three, four_] = segments(octets(invite, ok, bye), [
      40,
      invite.length,
      invite.length + ok.length,
    ]);
    assert.ok(one !== undefined && three !== undefined && four_ !== undefined);
    const { events } = reading([syn, one, three, four_]);
    assertMessages(events, [invite.subarray(0, 40), ok, bye]);
    assert.deepEqual(
      sipOf(events).map(({ cut }) => cut),
      [true, false, false],
    );
    assert.deepEqual(frames(events), [2, 3, 4]);
  });

  it('begins in the middle of a connection', () => {
    const tail = octets('nonsense: tail of a header\r\nContent-Length: 0\r\n\r\n', bye);
    assertMessages(reading([segment(tail, 77), segment(ok, 77 + tail.length)]).events, [bye, ok]);
    assertMessages(reading([segment(octets('garbage'), 77), segment(ok, 84)]).events, [ok]);
  });

  it('tells both directions and a second connection between the same ports apart', () => {
    const back: Partial<TcpOptions> = { source: 5060, destination: 40000 };
    const other = ipv4(6, tcp(ok, { sequence: 1, ...back }), {
      source: '192.0.2.2',
      destination: '192.0.2.1',
    });
    const again = segment(new Uint8Array(0), 5_000_000, { flags: 'S' });
    const { events } = reading([syn, segment(invite, 1001), other, again, segment(bye, 5_000_001)]);
    assertMessages(events, [invite, ok, bye]);
    assert.deepEqual(
      sipOf(events).map(({ carrier }) => `${carrier.source.address}:${carrier.source.port}`),
      ['192.0.2.1:40000', '192.0.2.2:5060', '192.0.2.1:40000'],
    );
  });

  it('knows a short Content-Length, blanks and line ends of one octet', () => {
    const messages = ['l:3', 'L :  3', 'Content-length:     3  '].map((line) =>
      octets(`INFO sip:a@b SIP/2.0\r\nCall-ID: x\r\n${line}\r\n\r\nabc`),
    );
    const bare = octets('INFO sip:a@b SIP/2.0\nl: 3\n\nabc');
    assertMessages(reading([syn, segment(octets(...messages, bare, bye), 1001)]).events, [
      ...messages,
      bare,
      bye,
    ]);
  });

  it('does not wait for a length that lies', () => {
    const liar = octets('INFO sip:a@b SIP/2.0\r\nContent-Length: 99999999999\r\n\r\nabc');
    const { events } = reading([syn, segment(liar, 1001), segment(bye, 1001 + liar.length)]);
    assertMessages(events, [liar, bye]);
    assert.equal(sipOf(events)[0]?.cut, true);
  });

  it('marks a message of which the capture kept the beginning only', () => {
    const whole = ipv4(17, udp(invite));
    const { events } = reading([whole.subarray(0, 80)]);
    assert.equal(sipOf(events)[0]?.cut, true);
    assertMessages(events, [invite.subarray(0, 80 - 28)]);
  });

  it('of more connections than are kept at a time loses none', function () {
    const beginning = invite.subarray(0, 60);
    const packets = Array.from({ length: 40_000 }, (_, index) =>
      ipv4(6, tcp(beginning, { sequence: 1 }), { source: `10.0.${index >>> 8}.${index & 255}` }),
    );
    const { events } = reading(packets);
    assert.equal(events.length, packets.length);
    assert.ok(sipOf(events).every(({ cut }) => cut));
  });

  it('messages that never end stay within bounds', function () {
    const liar = octets('INFO sip:a@b SIP/2.0\r\nContent-Length: 1000000\r\n\r\n', new Uint8Array(1300));
    const rest = new Uint8Array(60_000);
    collectGarbage();
    const before = process.memoryUsage();
    let cut = 0;
    const dissector = new Dissector((event) => (cut += event.kind === 'sip' && event.cut ? 1 : 0));
    const packet = { ...emptyPacket(), linkType: 101 };
    for (let index = 0; index < 2000; index++) {
      const source = `10.0.${index >>> 8}.${index & 255}`;
      for (const [sequence, payload] of [
        [1, liar],
        [1 + liar.length, rest],
      ] as const) {
        const bytes = ipv4(6, tcp(payload, { sequence }), { source });
        packet.frame++;
        dissector.packet({ ...packet, bytes, start: 0, end: bytes.length });
      }
    }
    // What is kept counts, not what waits for the collector.
    collectGarbage();
    const after = process.memoryUsage();
    dissector.finish();
    assert.ok(cut > 1000);
    assert.ok(
      after.arrayBuffers - before.arrayBuffers < 100e6,
      String(after.arrayBuffers - before.arrayBuffers),
    );
  });

  it('TLS is told once a direction', () => {
    const record = octets(22, 3, 1, two(40), new Uint8Array(40));
    const { events } = reading([syn, segment(record, 1001), segment(record, 1046)]);
    assert.deepEqual(
      events.map((event) => [event.kind, event.kind === 'tls' && event.carrier.moment.frame]),
      [['tls', 2]],
    );
  });
});

describe('TURN over TCP', () => {
  const control = (message: Uint8Array): Uint8Array => octets(2, 0, two(message.length), message);
  const data = (packet: Uint8Array): Uint8Array => octets(3, 0, two(packet.length), packet);
  const cookie = hex('000f 0004 72c64bc6');
  const allocate = octets(hex('0003 0008'), new Uint8Array(16), cookie);
  const binding = hex('000100002112a442 000102030405060708090a0b');
  const rtp = octets(hex('8000 0001'), new Uint8Array(168));
  /** One cipher suite, no extensions; the other end answers without a certificate. */
  const clientHello = octets(
    hex('16 0301 002d 01 000029 0301'),
    new Uint8Array(32),
    hex('00 0002 0018 01 00'),
  );
  const serverHello = octets(
    hex('16 0301 004e 02 000046 0301'),
    new Uint8Array(32),
    32,
    new Uint8Array(32),
    hex('0018 00 0e 000000'),
  );

  function told(stream: Uint8Array, starts: readonly number[] = []): readonly unknown[] {
    const { events, dissector } = reading([syn, ...segments(stream, starts)]);
    return [
      ...events.map((event) =>
        event.kind === 'stun'
          ? [event.message.methodName, event.message.msTurn, event.carrier.wrappings]
          : event.kind,
      ),
      dissector.rtp.list().reduce((sum, { packets }) => sum + packets, 0),
    ];
  }

  const inTurn = [{ kind: 'turn-data' }];

  it('of Microsoft begins with hellos that are none, and then frames messages and data', () => {
    const stream = octets(control(allocate), data(binding), data(rtp), data(rtp));
    const wanted = [['allocate', true, []], ['binding', false, inTurn], 2];
    assert.deepEqual(told(octets(clientHello, stream)), wanted);
    assert.deepEqual(told(octets(serverHello, stream)), wanted);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length + 50), { maxLength: 6 }), (starts) => {
        assert.deepEqual(told(octets(clientHello, stream), starts), wanted);
      }),
    );
  });

  it('is TLS all the same where TLS follows the hello, or nothing', () => {
    const record = octets(hex('16 0301 0004'), new Uint8Array(4));
    assert.deepEqual(told(octets(clientHello, record)), ['tls', 0]);
    assert.deepEqual(told(clientHello), ['tls', 0]);
  });

  it('of Microsoft is known where its beginning was not captured', () => {
    assert.deepEqual(told(octets(data(rtp), data(rtp))), [2]);
    assert.deepEqual(told(octets(control(allocate), data(rtp))), [['allocate', true, []], 1]);
  });

  it('has ChannelData between messages, as RFC 8656 and as Microsoft has it', () => {
    const channel = octets(two(0x4001), two(rtp.length), rtp);
    const multiplexed = octets(two(0xff10), two(rtp.length + 8), new Uint8Array(8), rtp);
    assert.deepEqual(told(octets(binding, channel, multiplexed, binding)), [
      ['binding', false, []],
      'channel-data',
      'channel-data',
      ['binding', false, []],
      2,
    ]);
  });
});

describe('TLS', () => {
  /** A "cipher" that takes the heads of records away, so that the way through can be seen. */
  function opened(to: StreamConsumer): StreamConsumer {
    return {
      data: (bytes, start, end, moment) => to.data(bytes, start + 5, end, moment),
      gap: (length) => to.gap(length),
      end: () => to.end(),
    };
  }

  it('that is decrypted gives SIP of both directions', () => {
    const record = (payload: Uint8Array): Uint8Array => octets(22, 3, 3, two(payload.length), payload);
    const back = ipv4(6, tcp(record(ok), { sequence: 1, source: 5060, destination: 40000 }), {
      source: '192.0.2.2',
      destination: '192.0.2.1',
    });
    let connections = 0;
    const { events } = readCapture(
      pcap([syn, segment(record(invite), 1001), back], { linkType: 101 }),
      1000,
      {
        decrypt: (_ends, plain) => {
          connections++;
          return { forth: opened(plain.forth), back: opened(plain.back), held: () => 0 };
        },
      },
    );
    assertMessages(events, [invite, ok]);
    assert.equal(connections, 1);
    assert.deepEqual(
      sipOf(events).map(({ carrier }) => [carrier.transport, carrier.source.address]),
      [
        ['TLS', '192.0.2.1'],
        ['TLS', '192.0.2.2'],
      ],
    );
  });
});

describe('SIP over WebSocket', () => {
  const request = octets(
    'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
  );

  function frame(payload: Uint8Array, first = 0x81, masked = true): Uint8Array {
    const mask = masked ? hex('a1b2c3d4') : new Uint8Array(0);
    const body = payload.map((octet, index) => octet ^ (masked ? (mask[index & 3] ?? 0) : 0));
    const bit = masked ? 0x80 : 0;
    const length = payload.length < 126 ? [payload.length | bit] : [126 | bit, ...two(payload.length)];
    return octets(first, length, mask, body);
  }

  it('masked and plain, in pieces and with pings between', () => {
    const half = 50;
    const stream = octets(
      request,
      frame(invite),
      frame(bye.subarray(0, half), 0x01),
      frame(octets('ping'), 0x89),
      frame(bye.subarray(half), 0x80),
      frame(ok, 0x82, false),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (starts) => {
        const { events } = reading([syn, ...segments(stream, starts)]);
        assertMessages(events, [invite, bye, ok]);
        assert.equal(sipOf(events)[0]?.carrier.transport, 'WS');
      }),
    );
  });

  it('is known where its opening was not captured', () => {
    assertMessages(reading([segment(octets(frame(invite), frame(bye)), 9)]).events, [invite, bye]);
  });

  /** As permessage-deflate has it, with what the sender compressed before as far as it refers to it. */
  function deflated(message: Uint8Array, before: Uint8Array = new Uint8Array(0)): Uint8Array {
    const finishFlush = zlib.constants.Z_SYNC_FLUSH;
    const options = before.length === 0 ? { finishFlush } : { finishFlush, dictionary: before };
    return new Uint8Array(zlib.deflateRawSync(message, options)).slice(0, -4);
  }

  it('compressed, each message by itself or with what came before', () => {
    const [one, two, three] = [deflated(invite), deflated(ok, invite), deflated(bye, octets(invite, ok))];
    assert.ok(two.length < deflated(ok).length);
    const half = three.length >>> 1;
    const stream = octets(
      request,
      frame(one, 0xc1),
      frame(two, 0xc2),
      frame(octets('ping'), 0x89),
      frame(three.subarray(0, half), 0x41),
      frame(three.subarray(half), 0x80),
      frame(ok),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (starts) => {
        assertMessages(reading([syn, ...segments(stream, starts)]).events, [invite, ok, bye, ok]);
      }),
    );
    const alone = octets(frame(deflated(invite), 0xc1), frame(deflated(bye), 0xc1));
    assertMessages(reading([segment(alone, 9)]).events, [invite, bye]);
  });

  it('says what it cannot read of compressed messages, and is not kept busy by them', () => {
    const kinds = (...parts: readonly Uint8Array[]): readonly string[] =>
      reading([syn, segment(octets(request, ...parts), 1001)]).events.map(({ kind }) => kind);
    assert.deepEqual(kinds(frame(invite, 0xc1), frame(bye)), ['unreadable', 'sip']);
    assert.deepEqual(kinds(frame(invite, 0xa1), frame(bye)), ['unreadable', 'sip']);
    // It refers to what was not captured.
    assert.deepEqual(kinds(frame(deflated(invite, invite), 0xc1), frame(deflated(bye), 0xc1)), [
      'unreadable',
      'sip',
    ]);
    const bomb = deflated(new Uint8Array(50 << 20));
    const packets = [frame(bomb.subarray(0, 60_000), 0xc1), frame(bye)];
    assert.ok(quickest(() => assert.deepEqual(kinds(...packets), ['unreadable', 'sip'])) < 5000);
  });
});

describe('HEP', () => {
  const chunk = (type: number, value: Uint8Array): Uint8Array =>
    octets(two(0), two(type), two(value.length + 6), value);
  const chunks = octets(
    chunk(1, octets(2)),
    chunk(2, octets(6)),
    chunk(3, octets(198, 51, 100, 1)),
    chunk(4, octets(198, 51, 100, 2)),
    chunk(7, two(5061)),
    chunk(8, two(5062)),
    chunk(9, four(1_600_000_000)),
    chunk(10, four(123_456)),
    chunk(11, octets(1)),
    chunk(12, four(2001)),
    chunk(15, invite),
  );
  const version3 = octets('HEP3', two(chunks.length + 6), chunks);

  it('version 3 tells time, addresses and transport', () => {
    const { events } = reading([ipv4(17, udp(version3, 9999, 9060))]);
    assertMessages(events, [invite]);
    const carrier = sipOf(events)[0]?.carrier;
    assert.deepEqual(carrier?.source, { address: '198.51.100.1', port: 5061 });
    assert.deepEqual(carrier.destination, { address: '198.51.100.2', port: 5062 });
    assert.equal(carrier.transport, 'TCP');
    assert.deepEqual(
      [carrier.moment.frame, carrier.moment.seconds, carrier.moment.nanos],
      [1, 1_600_000_000, 123_456_000],
    );
    assert.deepEqual(carrier.wrappings, [
      {
        kind: 'hep',
        version: 3,
        captureId: '2001',
        correlationId: null,
        source: { address: '192.0.2.1', port: 9999 },
        destination: { address: '192.0.2.2', port: 9060 },
      },
    ]);
  });

  it('version 3 over TCP, cut anywhere', () => {
    const stream = octets(version3, version3);
    for (const cut of [3, 5, 100, version3.length, version3.length + 4]) {
      assertMessages(reading([syn, ...segments(stream, [cut])]).events, [invite, invite]);
    }
  });

  it('version 2 with the time of a little-endian agent, and version 1', () => {
    const addresses = octets(198, 51, 100, 1, 198, 51, 100, 2);
    const time = octets(four(1_600_000_000).reverse(), four(5).reverse(), two(7).reverse(), two(0));
    const version2 = octets(2, 28, 2, 17, two(5061), two(5062), addresses, time, invite);
    const version1 = octets(1, 16, 2, 17, two(5061), two(5062), addresses, bye);
    const { events } = reading([ipv4(17, udp(version2, 9999, 9060)), ipv4(17, udp(version1, 9999, 9060))]);
    assertMessages(events, [invite, bye]);
    const [one, two_] = sipOf(events);
    assert.deepEqual([one?.carrier.moment.seconds, one?.carrier.moment.nanos], [1_600_000_000, 5000]);
    assert.deepEqual(one?.carrier.source, { address: '198.51.100.1', port: 5061 });
    assert.equal(two_?.carrier.moment.seconds, 1_700_000_001);
  });
});

it('streams of octets of any kind never throw', () => {
  const beginnings = [
    invite,
    octets('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n'),
    octets('HEP3', 0, 20),
    hex('000100002112a442'),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...beginnings),
      fc.array(fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: -100, max: 300 })), {
        maxLength: 10,
      }),
      (beginning, parts) => {
        let sequence = 1001;
        const packets = [syn, segment(beginning, sequence)];
        sequence += beginning.length;
        for (const [part, jump] of parts) {
          packets.push(segment(part, sequence));
          sequence += part.length + (jump > 200 ? jump : 0);
        }
        reading(packets);
      },
    ),
    { numRuns: 300 },
  );
});
