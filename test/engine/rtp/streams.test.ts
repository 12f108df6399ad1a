/** RTP is folded into streams whose numbers are right; RTCP reports are read. */
import assert from 'node:assert/strict';
import { readRtcp } from '../../../server/engine/rtp/rtcp';
import { RtpStreams, type RtpStream } from '../../../server/engine/rtp/streams';
import { four, hex, ipv4, octets, pcap, two, udp } from '../capture/build';
import { readCapture } from '../capture/read-capture';

interface Sent {
  readonly sequence: number;
  readonly payloadType?: number;
  readonly marker?: boolean;
  readonly timestamp?: number;
  readonly ssrc?: number;
}

/** Packets come a second after each other. */
function streamsOf(packets: readonly Sent[], ports?: readonly [number, number]): readonly RtpStream[] {
  return readCapture(pcap(framesOf(packets, ports), { linkType: 101 })).dissector.rtp.list();
}

function framesOf(
  packets: readonly Sent[],
  ports: readonly [number, number] = [50000, 53000],
): readonly Uint8Array[] {
  return packets.map(({ sequence, payloadType = 0, marker = false, timestamp = 0, ssrc = 0xcafe }) => {
    const header = octets(
      0x80,
      payloadType | (marker ? 0x80 : 0),
      two(sequence),
      four(timestamp),
      four(ssrc),
    );
    return ipv4(17, udp(octets(header, new Uint8Array(160)), ...ports));
  });
}

/** With samples; of each packet only so many octets are captured. */
function sampled(packets: readonly Sent[], snapLength = 65_535): readonly RtpStream[] {
  const frames = framesOf(packets).map((frame) => frame.subarray(0, snapLength));
  return readCapture(pcap(frames, { linkType: 101 }), undefined, { samples: true }).dissector.rtp.list();
}

function numbered(...sequences: readonly number[]): readonly RtpStream[] {
  return streamsOf(sequences.map((sequence) => ({ sequence })));
}

describe('RTP streams', () => {
  it('have ends, first, last and counts', () => {
    const [stream, ...others] = numbered(1, 2, 3, 4);
    assert.deepEqual(others, []);
    assert.deepEqual(stream?.source, { address: '192.0.2.1', port: 50000 });
    assert.deepEqual(stream.destination, { address: '192.0.2.2', port: 53000 });
    assert.deepEqual(
      [stream.ssrc, stream.first.frame, stream.last.frame, stream.packets, stream.octets, stream.lost],
      [0xcafe, 1, 4, 4, 4 * 172, 0],
    );
    assert.ok(stream.likely);
  });

  it('count what is lost, late and repeated, also where the numbers wrap', () => {
    const facts = (stream: RtpStream | undefined): unknown[] => [
      stream?.lost,
      stream?.late,
      stream?.duplicates,
      stream?.restarts,
      stream?.gaps.map(({ frame, missing }) => [frame, missing]),
    ];
    assert.deepEqual(facts(numbered(65534, 65535, 0, 1)[0]), [0, 0, 0, 0, []]);
    assert.deepEqual(facts(numbered(10, 11, 15, 16)[0]), [3, 0, 0, 0, [[3, 3]]]);
    assert.deepEqual(facts(numbered(65533, 0, 1)[0]), [2, 0, 0, 0, [[2, 2]]]);
    assert.deepEqual(facts(numbered(10, 12, 11, 13)[0]), [0, 1, 0, 0, [[2, 1]]]);
    assert.deepEqual(facts(numbered(10, 11, 11, 10, 12)[0]), [0, 0, 2, 0, []]);
    assert.deepEqual(facts(numbered(100, 99, 101)[0]), [0, 1, 0, 0, []]);
  });

  it('notice that a sender began anew', () => {
    const [stream] = numbered(10, 11, 12, 40000, 40001, 40002, 40003);
    assert.deepEqual([stream?.restarts, stream?.lost, stream?.packets], [1, 0, 7]);
  });

  it('are told apart by SSRC and by direction of ports', () => {
    const mixed = streamsOf(
      [1, 2, 3].flatMap((sequence) => [{ sequence }, { sequence: sequence + 500, ssrc: 7 }]),
    );
    assert.deepEqual(
      mixed.map(({ ssrc, packets, lost }) => [ssrc, packets, lost]),
      [
        [0xcafe, 3, 0],
        [7, 3, 0],
      ],
    );
  });

  it('keep payload types apart, and loss together', () => {
    const [stream] = streamsOf([
      { sequence: 1, payloadType: 8, marker: true },
      { sequence: 2, payloadType: 101, marker: true },
      { sequence: 3, payloadType: 101 },
      { sequence: 4, payloadType: 8 },
    ]);
    assert.equal(stream?.lost, 0);
    assert.deepEqual(
      stream.payloadTypes.map(({ payloadType, packets, markers, first, last }) => [
        payloadType,
        packets,
        markers,
        first.frame,
        last.frame,
      ]),
      [
        [8, 2, 1, 1, 4],
        [101, 2, 1, 2, 3],
      ],
    );
    assert.equal(stream.payloadTypes[1]?.jitter, null);
  });

  it('have the jitter of RFC 3550', () => {
    const steady = streamsOf([0, 1, 2, 3].map((index) => ({ sequence: index, timestamp: index * 8000 })))[0];
    assert.deepEqual(steady?.payloadTypes[0]?.jitter, { last: 0, highest: 0 });
    // The second packet comes 100 ms early by its timestamp, the third in time with it.
    const early = streamsOf([0, 8800, 16800].map((timestamp, sequence) => ({ sequence, timestamp })))[0];
    const jitter = early?.payloadTypes[0]?.jitter;
    assert.ok(Math.abs((jitter?.highest ?? 0) - 100 / 16) < 1e-9);
    assert.ok(Math.abs((jitter?.last ?? 0) - (100 / 16) * (15 / 16)) < 1e-9);
  });

  it('keep whole packets where they are wanted: the first, the last, and some at even distances', () => {
    const [plain] = numbered(1, 2, 3);
    assert.deepEqual(plain?.samples, []);
    const numbers = Array.from({ length: 1000 }, (_, index) => (65_000 + index) & 0xffff);
    const [stream] = sampled(numbers.map((sequence) => ({ sequence })));
    assert.deepEqual(
      stream?.samples.map(({ frame, after, rollovers, bytes }) => [
        frame,
        after / 1e6,
        rollovers,
        bytes.length,
      ]),
      [
        [1, 0, 0, 172],
        [257, 256, 0, 172],
        [513, 512, 0, 172],
        [769, 768, 1, 172],
        [1000, 999, 1, 172],
      ],
    );
  });

  it('keep no packet that comes late, twice, or cut', () => {
    const frames = (packets: readonly Sent[], snapLength?: number): readonly number[] =>
      sampled(packets, snapLength).flatMap(({ samples }) => samples.map(({ frame }) => frame));
    const packets = [5, 6, 6, 4, 7].map((sequence) => ({ sequence }));
    assert.deepEqual(frames(packets), [1, 2, 5]);
    assert.deepEqual(frames(packets, 100), []);
  });

  it('keep samples of many streams in little room', () => {
    const streams = new RtpStreams({ samples: true });
    const bytes = octets(0x80, 0, two(1), four(0), four(1), new Uint8Array(1400));
    const ends = (port: number): RtpStream['source'] => ({ address: '192.0.2.1', port });
    for (let sequence = 1; sequence <= 20; sequence++) {
      bytes.set(two(sequence), 2);
      for (let ssrc = 0; ssrc < 10_000; ssrc++) {
        bytes.set(four(ssrc), 8);
        const moment = { frame: sequence, clock: 'utc', seconds: sequence, nanos: 0 } as const;
        streams.add(
          {
            version: 4,
            source: new Uint32Array(4),
            destination: new Uint32Array(4),
            ports: { source: 1, destination: 2 },
            protocol: 17,
          },
          {
            bytes,
            start: 0,
            end: bytes.length,
            moment: { ...moment, direction: null, interfaceIndex: 0 },
            cut: false,
            route: () => ({ source: ends(1), destination: ends(2), transport: 'UDP' }),
          },
        );
      }
    }
    const kept = streams.list().map(({ samples }) => samples);
    assert.equal(kept[0]?.length, 2);
    assert.equal(kept.at(-1)?.length, 0);
    const total = kept.flat().reduce((sum, sample) => sum + sample.bytes.length, 0);
    assert.ok(total <= 8 << 20, String(total));
  });

  it('are likely where a capture has each packet twice or three times, and one packet again and again is none', () => {
    const likely = (...sequences: readonly number[]): boolean | undefined =>
      numbered(...sequences)[0]?.likely;
    const few = [1, 2, 3, 4];
    assert.equal(likely(...few.flatMap((sequence) => [sequence, sequence])), true);
    assert.equal(likely(...few.flatMap((sequence) => [sequence, sequence, sequence])), true);
    assert.equal(likely(...new Array<number>(20).fill(7)), false);
    assert.equal(likely(7, 7, 7, 8, 8, 8), false);
  });

  it('by chance are not likely, and DNS is none', () => {
    assert.equal(numbered(5, 900, 44, 7000)[0]?.likely, false);
    assert.deepEqual(streamsOf([{ sequence: 1 }], [40000, 53]), []);
  });
});

describe('RTCP', () => {
  const report = octets(four(0xbeef), 64, hex('000005'), four(1000), four(80), four(0), four(0));

  it('a compound of reports and names', () => {
    const bytes = octets(
      octets(0x81, 200, two(12), four(0xcafe), new Uint8Array(20), report),
      octets(0x81, 202, two(4), four(0xcafe), 1, 6, 'a@b.cd', 0, 0, 0, 0),
      octets(0x81, 203, two(1), four(0xcafe)),
    );
    const { packets, encrypted } = readRtcp(bytes, 0, bytes.length);
    assert.equal(encrypted, false);
    assert.deepEqual(
      packets.map(({ name, ssrc }) => [name, ssrc]),
      [
        ['SR', 0xcafe],
        ['SDES', 0xcafe],
        ['BYE', 0xcafe],
      ],
    );
    assert.deepEqual(packets[0]?.reports, [
      { ssrc: 0xbeef, fractionLost: 0.25, cumulativeLost: 5, highestSequence: 1000, jitter: 80 },
    ]);
    assert.equal(packets[1]?.cname, 'a@b.cd');
  });

  it('a count of losses may be negative', () => {
    const bytes = octets(
      0x81,
      201,
      two(7),
      four(1),
      four(2),
      0,
      hex('ffffff'),
      four(0),
      four(0),
      four(0),
      four(0),
    );
    assert.equal(readRtcp(bytes, 0, bytes.length).packets[0]?.reports[0]?.cumulativeLost, -1);
  });

  it('that is encrypted tells its first eight octets only', () => {
    const bytes = octets(
      0x81,
      201,
      two(7),
      four(0xcafe),
      new Uint8Array(24).fill(0x93),
      hex('80000001'),
      new Uint8Array(10),
    );
    const { packets, encrypted } = readRtcp(bytes, 0, bytes.length);
    assert.equal(encrypted, true);
    assert.deepEqual(
      packets.map(({ name, ssrc, reports }) => [name, ssrc, reports.length]),
      [['RR', 0xcafe, 0]],
    );
  });
});
