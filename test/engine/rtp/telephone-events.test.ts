/** Key presses (RFC 4733) are counted while a stream is folded, and only those that were seen whole are judged. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventDefects, type TelephoneEvents } from '../../../server/engine/rtp/telephone-events';
import { readEventsLine, writeEventsLine } from '../../../server/engine/trace-text/blocks/events-line';
import { parsePacket } from '../../../server/engine/trace-text/packet';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { four, ipv4, octets, Pcapng, two, udp } from '../capture/build';
import { readCapture } from '../capture/read-capture';

interface Sent {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly timestamp: number;
  readonly payload: Uint8Array;
  /** Milliseconds since the packet before it. */
  readonly after: number;
  /** Where it is not the next number. */
  readonly sequence?: number;
}

interface Press {
  readonly key?: number;
  /** Octets behind the payload, as SRTP has them. */
  readonly tag?: number;
  readonly packets?: number;
  readonly ends?: number;
  /** Which packets have the marker bit. */
  readonly marked?: readonly number[];
  /** Units by which the timestamp grows with each packet. */
  readonly step?: number;
  readonly durations?: readonly number[];
  readonly after?: number;
}

/** Packets of a key press at a time, 20 ms apart. */
function press(timestamp: number, options: Press = {}): readonly Sent[] {
  const { key = 5, tag = 0, packets = 6, ends = 3, marked = [0], step = 0, durations, after = 20 } = options;
  return Array.from({ length: packets }, (_, index) => ({
    payloadType: 101,
    marker: marked.includes(index),
    timestamp: timestamp + index * step,
    payload: octets(
      key,
      index >= packets - ends ? 0x8a : 0x0a,
      two(durations?.[index] ?? Math.min(index + 1, packets - ends) * 160),
      new Uint8Array(tag).fill(0xe7),
    ),
    after,
  }));
}

function voice(timestamp: number, packets = 12): readonly Sent[] {
  return Array.from({ length: packets }, (_, index) => ({
    payloadType: 8,
    marker: false,
    timestamp: timestamp + index * 160,
    payload: new Uint8Array(160),
    after: 20,
  }));
}

function capture(packets: readonly Sent[], cut = 0): Uint8Array {
  let micros = 1_700_000_000_000_000n;
  let sequence = 100;
  const file = new Pcapng().section().interface(101);
  for (const packet of packets) {
    micros += BigInt(packet.after * 1000);
    sequence = packet.sequence ?? sequence + 1;
    const rtp = octets(
      0x80,
      packet.payloadType | (packet.marker ? 0x80 : 0),
      two(sequence & 0xffff),
      four(packet.timestamp),
      four(0xcafe),
      packet.payload,
    );
    const frame = ipv4(17, udp(rtp, 50_000, 53_000));
    file.packet(frame.subarray(0, frame.length - cut), micros);
  }
  return file.file();
}

function eventsOf(packets: readonly Sent[], cut = 0): TelephoneEvents | null {
  const [stream] = readCapture(capture(packets, cut)).dissector.rtp.list();
  return stream?.payloadTypes.find(({ payloadType }) => payloadType === 101)?.events ?? null;
}

/** What is told of presses between voice, without what is none. */
function told(...presses: readonly (readonly Sent[])[]): object | null {
  const events = eventsOf([
    ...voice(0),
    ...presses.flatMap((packets, index) => [...packets, ...voice(100_000 * (index + 1))]),
  ]);
  return events === null
    ? null
    : Object.fromEntries(Object.entries(events).filter(([, value]) => value !== 0 && value !== false));
}

describe('telephone events', () => {
  it('of a good sender have no defect', () => {
    assert.deepEqual(told(press(5000), press(9000), press(12_000, { key: 11 })), { events: 3 });
    assert.deepEqual(told([...press(5000), ...press(9000), ...press(12_000)]), { events: 3 });
  });

  it('have markers where they belong', () => {
    assert.deepEqual(told(press(5000), press(9000, { marked: [] })), { events: 2, withoutMarker: 1 });
    assert.deepEqual(told(press(5000, { marked: [0, 1, 2] })), { events: 1, markedAgain: 1 });
    assert.deepEqual(told(press(5000, { marked: [3] })), { events: 1, withoutMarker: 1, markedAgain: 1 });
  });

  it('keep their timestamp, and their durations grow', () => {
    assert.deepEqual(told(press(5000, { step: 160, ends: 1 })), {
      events: 1,
      timestampMoves: 1,
      fewEnds: 1,
    });
    const durations = [160, 320, 240, 480, 480, 480];
    assert.deepEqual(told(press(5000, { durations })), { events: 1, durationFalls: 1 });
  });

  it('may go on under a new timestamp when the duration is used up', () => {
    const long = [
      ...press(5000, { ends: 0, durations: [65_000, 65_200, 65_300, 65_400, 65_500, 65_535] }),
      ...press(5000 + 0xffff, { marked: [] }),
    ];
    assert.deepEqual(told(long), { events: 1 });
    assert.deepEqual(
      told(long.map((sent) => ({ ...sent, payload: octets(sent.payload, two(1), four(2), four(3)) }))),
      {
        events: 1,
        encrypted: true,
      },
    );
  });

  it('end three times', () => {
    assert.deepEqual(told(press(5000, { ends: 0 }), press(9000)), { events: 2, withoutEnd: 1 });
    assert.deepEqual(told(press(5000, { ends: 2 }), press(9000, { ends: 1 })), { events: 2, fewEnds: 2 });
  });

  it('show marker and timestamp under SRTP, not their ends', () => {
    for (const tag of [4, 10, 14, 16]) {
      assert.deepEqual(told(press(5000, { tag, ends: 0 }), press(9000, { tag, marked: [] })), {
        events: 2,
        encrypted: true,
        withoutMarker: 1,
      });
    }
    assert.deepEqual(told(press(5000, { tag: 10, step: 160 }), press(9000, { tag: 10 })), {
      events: 2,
      encrypted: true,
      timestampMoves: 1,
    });
  });

  it('near which packets are lost, late or repeated are not judged', () => {
    const bad = press(5000, { marked: [], ends: 0 });
    const without = (index: number): readonly Sent[] => {
      const packets: readonly Sent[] = [...voice(0), ...bad, ...voice(100_000)];
      const numbered = packets.map((sent, place) => ({ ...sent, sequence: 500 + place }));
      return numbered.toSpliced(index, 1);
    };
    const judged = (packets: readonly Sent[]): number | undefined => eventsOf(packets)?.notWhole;
    assert.equal(judged(without(0)), 0);
    assert.equal(judged(without(10)), 0);
    for (const index of [11, 12, 14, 17]) {
      // One that is lost before the first may be the first; behind the last, the end.
      assert.equal(judged(without(index)), 1, String(index));
    }
    const [first, ...rest] = bad;
    assert.ok(first !== undefined);
    assert.equal(judged([...voice(0), first, { ...first, sequence: 113 }, ...rest, ...voice(100_000)]), 1);
  });

  it('that the capture cuts off are not judged', () => {
    assert.equal(eventsOf([...press(5000, { marked: [] }), ...voice(9000)])?.notWhole, 1);
    assert.equal(eventsOf([...voice(0), ...press(5000, { ends: 0 })])?.notWhole, 1);
    assert.equal(eventsOf([...voice(0), ...press(5000)])?.notWhole, 0);
  });

  it('are none where sizes differ, each packet has its own time, or ends were not captured', () => {
    assert.equal(told([...press(5000), ...press(9000, { tag: 10 })]), null);
    assert.equal(told(press(5000, { tag: 3 })), null);
    // Comfort noise of a wideband codec.
    const noise = [0, 1, 2].flatMap((index) => press(5000 * index, { packets: 1, after: 200 }));
    assert.equal(told(...noise.map((packet) => [packet])), null);
    assert.equal(eventsOf([...voice(0), ...press(5000), ...voice(9000)], 2), null);
  });

  it('never throw, and count no more than there was', () => {
    const packet = fc.record({
      payloadType: fc.constantFrom(101, 101, 8),
      marker: fc.boolean(),
      timestamp: fc.constantFrom(0, 160, 5000, 0xffffffff),
      payload: fc.uint8Array({ minLength: 4, maxLength: 4 }),
      after: fc.nat(100),
      sequence: fc.integer({ min: 100, max: 130 }),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (packets) => {
        const events = eventsOf(packets);
        if (events === null) return;
        assert.ok(events.events * 2 <= packets.length);
        for (const defect of eventDefects) assert.ok(events[defect] >= 0 && events[defect] <= events.events);
      }),
      { numRuns: 100 },
    );
  });

  it('are lies where the header tells more than there is', () => {
    // Contributing sources, an extension and padding that reach beyond the packet.
    for (const first of [0x8f, 0x90, 0xa0, 0xbf]) {
      const frames = press(5000, { packets: 40 }).map(({ timestamp, payload }, index) =>
        ipv4(17, udp(octets(first, 101, two(index), four(timestamp), four(1), payload), 50_000, 53_000)),
      );
      const file = new Pcapng().section().interface(101);
      for (const frame of frames) file.packet(frame, 1n);
      const [stream] = readCapture(file.file()).dissector.rtp.list();
      assert.ok((stream?.payloadTypes[0]?.events?.events ?? 0) <= 1);
    }
  });

  it('stand in the text, and read back', () => {
    const file = capture([...voice(0), ...press(5000, { marked: [], ends: 1 }), ...voice(9000)]);
    const rendering = renderCapture([file]);
    assert.equal(rendering.kind, 'rendered');
    const { text } = rendering.capture;
    const line = 'events of payload type 101: 1 seen, 1 without marker, 1 with fewer than three ends';
    assert.ok(text.includes(`\n${line}\n`));
    const block = parsePacket(text.slice(text.indexOf('=== ')));
    assert.ok(block.type === 'rtp');
    const [told] = block.stream.events;
    assert.ok(told !== undefined);
    assert.equal(told.payloadType, 101);
    assert.equal(writeEventsLine(told), line);
  });
});

describe('the line of telephone events', () => {
  it('reads back as it was written', () => {
    const count = fc.nat(1_000_000);
    const counts = fc.record({
      events: count,
      encrypted: fc.boolean(),
      notWhole: count,
      withoutMarker: count,
      markedAgain: count,
      timestampMoves: count,
      durationFalls: count,
      withoutEnd: count,
      fewEnds: count,
    });
    fc.assert(
      fc.property(fc.nat(127), counts, (payloadType, events) => {
        const line = writeEventsLine({ payloadType, events });
        const read = readEventsLine(line);
        assert.deepEqual(read, { payloadType, events: { ...events } });
        assert.equal(writeEventsLine(read), line);
      }),
    );
  });

  it('is read as far as it makes sense', () => {
    assert.equal(readEventsLine('events of payload type 101'), null);
    assert.equal(readEventsLine('events of payload type 101: many seen'), null);
    const events = readEventsLine(
      'events of payload type 101: 4 seen, x without marker, 99 more, 2 without end',
    )?.events;
    assert.deepEqual([events?.events, events?.withoutMarker, events?.withoutEnd], [4, 0, 2]);
    assert.ok(readEventsLine(`events of payload type 101: 4 seen${', 1 without marker'.repeat(100_000)}`));
  });
});
