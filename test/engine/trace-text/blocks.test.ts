/** Each kind of block reads back as what it was written from, with LF and with CRLF. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toHex } from '../../../server/engine/basics/bytes';
import type { CaptureEvent, Carrier, IcmpQuote } from '../../../server/engine/capture/events';
import type { Moment } from '../../../server/engine/basics/moment';
import { readDns } from '../../../server/engine/capture/payload/dns';
import type { TlsFacts } from '../../../server/engine/capture/tls/facts';
import { readRtcp } from '../../../server/engine/rtp/rtcp';
import type { RtpStream } from '../../../server/engine/rtp/streams';
import type { TelephoneEvents } from '../../../server/engine/rtp/telephone-events';
import type { StunMessage } from '../../../server/engine/stun/message';
import { parseStun } from '../../../server/engine/stun/parse';
import { readText } from '../../../server/engine/traces/read';
import type { TraceTime } from '../../../shared/times';
import { writeLog } from '../../../server/engine/trace-text/blocks/log';
import { lineNamed, linesBehind } from '../../../server/engine/trace-text/packet-lines';
import { parsePacket, stunOf, type PacketBody } from '../../../server/engine/trace-text/packet';
import { TraceTextWriter } from '../../../server/engine/trace-text/write';

/** What the one block of a text tells, which must be the same with both line ends. */
function readBack(write: (writer: TraceTextWriter) => void): Partial<Record<string, unknown>> {
  const writer = new TraceTextWriter();
  write(writer);
  return readBlocks(writer.finish('a test'));
}

function readBlocks(text: string): Partial<Record<string, unknown>> {
  const [unix, dos] = [text, text.replaceAll('\n', '\r\n')].map((each) => {
    const [record, ...others] = readText(each).records;
    assert.ok(record !== undefined && others.length === 0, each);
    assert.equal(record.kind, 'packet');
    const { kind, content, ...body } = parsePacket(record.content);
    assert.deepEqual([kind, content], ['packet', record.content]);
    return { body, meta: record.meta };
  });
  assert.deepEqual(unix, dos);
  return { ...unix?.body };
}

function readEvent(event: CaptureEvent): Partial<Record<string, unknown>> {
  return readBack((writer) => {
    writer.event(event);
  });
}

/** Holds what a block tells against what was written, but for the title, which is for people. */
function assertBody(read: Partial<Record<string, unknown>>, body: PacketBody): void {
  const { title, ...told } = read;
  assert.ok(typeof title === 'string' && title.startsWith(body.type.toUpperCase()));
  // What fast-check makes has no prototype.
  assert.deepEqual(withStun(told), structuredClone(withStun({ ...body })));
}

/** With all that a message of STUN tells where it is asked. */
function withStun(body: Partial<Record<string, unknown>>): Partial<Record<string, unknown>> {
  const { stun: message } = body;
  return isStunMessage(message) ? { ...body, stun: toldBy(message) } : body;
}

function isStunMessage(value: unknown): value is StunMessage {
  return typeof value === 'object' && value !== null && 'transactionId' in value;
}

function toldBy(message: StunMessage): StunMessage {
  const { bytes, classic, msTurn, type, class: kind, method, methodName, length, transactionId } = message;
  const { attributes, fingerprint, integrity, problems, cut } = message;
  const read = attributes.map(({ type: number, name, at, length: octets, value }) => ({
    ...{ type: number, name, at, length: octets, value },
  }));
  return {
    ...{ bytes, classic, msTurn, type, class: kind, method, methodName, length, transactionId },
    ...{ attributes: read, fingerprint, integrity, problems, cut },
  };
}

const clock = fc.constantFrom<Moment['clock']>('utc', 'day', 'none');
const moment: fc.Arbitrary<Moment> = fc.record({
  frame: fc.integer({ min: 1, max: 999_999_999 }),
  clock,
  seconds: fc.integer({ min: 0, max: 86_399 }),
  nanos: fc.nat(999_999_999),
  direction: fc.constantFrom<Moment['direction']>('sent', 'received', null),
  interfaceIndex: fc.constant(0),
});
const end = fc.record({
  address: fc.oneof(fc.ipV4(), fc.constantFrom('2001:db8::1', 'fe80::2')),
  port: fc.nat(65_535),
});
const carrier: fc.Arbitrary<Carrier> = fc.record({
  moment,
  firstFrame: fc.constant(1),
  source: end,
  destination: end,
  transport: fc.constantFrom<Carrier['transport']>('UDP', 'TCP', 'TLS'),
  wrappings: fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('turn-channel' as const),
        channel: fc.integer({ min: 0x4000, max: 0x4fff }),
      }),
      fc.record({ kind: fc.constant('turn-indication' as const), peer: fc.constant(null) }),
    ),
    { maxLength: 2 },
  ),
});
const octets = fc.uint8Array({ minLength: 1, maxLength: 40 });
const count = fc.nat(1_000_000);

/** The time of a packet as a text tells it. */
function timeOf({ clock: kind, seconds, nanos }: Moment): TraceTime | null {
  if (kind === 'none') return null;
  return { micros: seconds * 1e6 + Math.floor(nanos / 1000), date: kind === 'utc' ? 'full' : 'missing' };
}

function hold<Written>(written: fc.Arbitrary<Written>, check: (written: Written) => void): void {
  fc.assert(fc.property(written, check), { numRuns: 60 });
}

const stun = fc
  .record({
    // Binding, Allocate, Send; request, indication, success, error.
    type: fc.constantFrom(0x0001, 0x0003, 0x0011, 0x0016, 0x0101, 0x0111),
    id: fc.uint8Array({ minLength: 12, maxLength: 12 }),
    value: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    attribute: fc.constantFrom(0x0006, 0x0024, 0x0025, 0x8022, 0x7fff),
    cut: fc.boolean(),
  })
  .map(({ type, id, value, attribute, cut }) => {
    const two = (number: number): number[] => [number >> 8, number & 0xff];
    const attributes = [...two(attribute), ...two(4), ...value];
    const cookie = [0x21, 0x12, 0xa4, 0x42];
    const bytes = Uint8Array.from([...two(type), ...two(8 + (cut ? 4 : 0)), ...cookie, ...id, ...attributes]);
    const message = parseStun(bytes, 0, bytes.length, cut);
    assert.ok(message !== null);
    return message;
  });

const counts: fc.Arbitrary<TelephoneEvents> = fc.record({
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
const payload = fc.record({
  payloadType: fc.nat(127),
  packets: count,
  first: moment,
  last: moment,
  markers: count,
  // Tenths: a block tells no more.
  jitter: fc.option(fc.nat(9999).map((tenths) => ({ last: tenths / 10, highest: 1000 }))),
  events: fc.option(counts),
});
const stream: fc.Arbitrary<RtpStream> = fc.record({
  source: end,
  destination: end,
  transport: fc.constant('UDP'),
  ssrc: fc.nat(0xffffffff),
  first: moment,
  last: moment,
  silences: fc.array(fc.record({ before: moment, behind: moment }), { maxLength: 3 }),
  packets: fc.integer({ min: 1, max: 1_000_000 }),
  octets: count,
  lost: count,
  duplicates: count,
  late: count,
  restarts: count,
  gaps: fc.array(fc.record({ frame: count, missing: count }), { maxLength: 3 }),
  payloadTypes: fc.array(payload, { maxLength: 3 }),
  likely: fc.constant(true),
  samples: fc.array(fc.record({ frame: count, after: count, rollovers: count, bytes: octets }), {
    maxLength: 3,
  }),
});

describe('a block of trace text reads back', () => {
  it('of SIP', () => {
    const message = fc.record({ carrier, body: fc.array(fc.constantFrom('a', 'é', '=== 1  -  x', '\r\n')) });
    hold(message, ({ carrier: by, body }) => {
      const sip = `MESSAGE sip:a@b SIP/2.0\r\nCall-ID: 1\r\n\r\n${body.join('')}x\r\n`;
      const bytes = new TextEncoder().encode(sip);
      const writer = new TraceTextWriter();
      writer.event({ kind: 'sip', carrier: by, bytes, start: 0, end: bytes.length, cut: false });
      const text = writer.finish('a test');
      for (const each of [text, text.replaceAll('\n', '\r\n')]) {
        const [record, ...others] = readText(each).records;
        assert.equal(others.length, 0);
        assert.equal(record?.content.replaceAll('\r\n', '\n'), sip.replaceAll('\r\n', '\n'));
        assert.equal(record.byteCount, bytes.length);
        assert.equal(record.meta.direction, by.moment.direction);
        assert.deepEqual(record.meta.time, timeOf(by.moment));
      }
    });
  });

  it('of STUN and TURN', () => {
    hold(fc.record({ carrier, stun }), ({ carrier: by, stun: message }) => {
      const problem = message.problems[0] ?? null;
      const read = readEvent({ kind: 'stun', carrier: by, message });
      if (message.methodName === 'binding') assertBody(read, { type: 'stun', stun: message, problem });
      else assertBody(read, { type: 'turn', stun: message, problem, channel: null });
    });
  });

  it('of channel data', () => {
    const written = fc.record({ carrier, channel: fc.integer({ min: 0x4000, max: 0x7fff }), length: count });
    hold(written, (data) => {
      const channel = `0x${data.channel.toString(16)}`;
      assertBody(readEvent({ kind: 'channel-data', session: null, ...data }), {
        type: 'turn',
        stun: null,
        problem: null,
        channel,
      });
    });
  });

  it('of DTLS', () => {
    const handshakes = fc.array(fc.constantFrom('client_hello', 'finished'), { minLength: 1, maxLength: 3 });
    const record = fc.record({
      contentType: fc.constant(22),
      contentName: fc.constant('handshake'),
      version: count,
      epoch: count,
      sequence: count,
      length: count,
      handshakes,
      alert: fc.constant(null),
    });
    hold(fc.record({ carrier, record }), ({ carrier: by, record: one }) => {
      const { about } = readEvent({ kind: 'dtls', carrier: by, records: [one] });
      assert.ok(typeof about === 'string');
      assert.deepEqual(about.split(', ').length, 1 + by.wrappings.length);
      assert.equal(about.split(', ')[0], one.handshakes[0]);
    });
  });

  it('of RTP', () => {
    hold(stream, (written) => {
      const read = readBack((writer) => {
        writer.stream(written);
      });
      const { ssrc, packets, octets: size, lost, samples, payloadTypes } = written;
      assertBody(read, {
        type: 'rtp',
        stream: {
          ssrc,
          packets,
          octets: size,
          lost,
          samples,
          longestGap: Math.max(0, ...written.gaps.map(({ missing }) => missing)),
          last: timeOf(written.last),
          lastFrame: written.last.frame,
          twice: written.duplicates,
          silences: written.silences.flatMap(({ before, behind }) => {
            const [since, until] = [timeOf(before), timeOf(behind)];
            return since === null || until === null
              ? []
              : [
                  {
                    before: { frame: before.frame, time: since },
                    behind: { frame: behind.frame, time: until },
                  },
                ];
          }),
          payloadTypes: payloadTypes.map(({ payloadType, packets: own, jitter }) => {
            return { payloadType, packets: own, jitter: jitter?.last ?? null };
          }),
          events: payloadTypes.flatMap(({ payloadType, events }) =>
            events === null ? [] : [{ payloadType, events }],
          ),
        },
      });
    });
  });

  it('of RTCP', () => {
    hold(fc.record({ carrier, ssrc: fc.nat(0xffffffff), isEncrypted: fc.boolean() }), (written) => {
      const tail = written.isEncrypted ? 'ffff' : '';
      const bytes = fromHex(`80c90001${written.ssrc.toString(16).padStart(8, '0')}${tail}`);
      const compound = readRtcp(bytes, 0, bytes.length);
      assert.equal(compound.encrypted, written.isEncrypted);
      const whole = { bytes, start: 0, end: bytes.length, cut: false };
      assertBody(readEvent({ kind: 'rtcp', carrier: written.carrier, compound, ...whole }), {
        type: 'rtcp',
        ssrc: written.ssrc,
        octets: written.isEncrypted ? bytes : null,
      });
    });
  });

  it('of fax', () => {
    const fax = fc.record({
      source: end,
      destination: end,
      first: moment,
      last: moment,
      packets: count,
      octets: count,
      lost: count,
      recovery: fc.constant('redundancy' as const),
      signals: fc.array(fc.constantFrom('CNG', 'CED')),
      likely: fc.constant(true),
    });
    hold(fax, (written) => {
      const read = readBack((writer) => {
        writer.fax(written);
      });
      const { packets, lost } = written;
      assertBody(read, { type: 't38', stream: { packets, lost, last: timeOf(written.last) } });
    });
  });

  it('of DNS', () => {
    const label = fc.stringMatching(/^[a-z]{1,20}$/);
    hold(fc.record({ carrier, label, id: fc.nat(0xffff) }), ({ carrier: by, label: name, id }) => {
      const question = `${toHex(Uint8Array.of(name.length))}${toHex(new TextEncoder().encode(name))}0000010001`;
      const bytes = fromHex(`${id.toString(16).padStart(4, '0')}01000001000000000000${question}`);
      const message = readDns(bytes, 0, bytes.length);
      assert.ok(message !== null);
      const read = readEvent({ kind: 'dns', carrier: by, message, bytes, start: 0, end: bytes.length });
      assertBody(read, { type: 'dns', dns: message });
    });
  });

  it('of ICMP, and where IPv6 stands without brackets, as it once was written', () => {
    const content = fc.constantFrom<IcmpQuote['content']>('sip', 'stun', 'rtp', 'rtcp', 'other');
    const quote = fc.record({ source: end, destination: end, content });
    const error = fc.record({ type: fc.nat(255), code: fc.nat(255) });
    const written = fc.record({ moment, quote: fc.option(quote), error, source: fc.ipV4() });
    const nothing = { bytes: new Uint8Array(0), start: 0, end: 0, protocol: 17 };
    hold(written, ({ moment: at, quote: quoted, error: said, source }) => {
      const read = readEvent({
        kind: 'icmp-error',
        moment: at,
        source,
        destination: '192.0.2.1',
        version: 4,
        ...said,
        quote: quoted === null ? null : { ...quoted, ...nothing },
      });
      assertBody(read, { type: 'icmp', error: said, quote: quoted });
    });
    const old = parsePacket(
      '=== 4  -  IP 2001:db8::1 -> 2001:db8::2  ICMP error, type 1 code 4\nquotes 2001:db8::2:500 -> 2001:db8::1:600, rtp',
    );
    assert.ok(old.type === 'icmp');
    assert.deepEqual(old.quote?.source, { address: '2001:db8::2', port: 500 });
  });

  it('of TLS', () => {
    const facts: fc.Arbitrary<TlsFacts<Moment>> = fc.record({
      client: fc.constant(null),
      version: fc.constantFrom('TLS 1.2', 'TLS 1.3', null),
      cipherSuite: fc.constantFrom('TLS_AES_128_GCM_SHA256', null),
      serverName: fc.constantFrom('sip.example.com', null),
      alpn: fc.constantFrom('sip', null),
      alpnOffered: fc.constant([]),
      clientRandom: fc.constant(null),
      decryptedRecords: fc.nat(3),
      lockedRecords: fc.nat(3),
      missing: fc.constantFrom('no key for client random 00', null),
      alerts: fc.subarray([
        { direction: 0, tag: null, level: 'fatal', name: 'unknown_ca' },
        { direction: 1, tag: null, level: 'warning', name: 'close_notify' },
      ] as const),
      problems: fc.constant([]),
    });
    hold(fc.record({ carrier, facts }), ({ carrier: by, facts: known }) => {
      const read = readBack((writer) => {
        writer.connection(by, known);
      });
      assertBody(read, {
        type: 'tls',
        version: known.version ?? 'unknown version',
        isDecrypted: known.lockedRecords === 0 && known.decryptedRecords > 0,
        serverName: known.serverName,
        missing: known.missing,
        records: known.lockedRecords + known.decryptedRecords,
        alerts: known.alerts.map(({ name }) => name).filter((name) => name !== 'close_notify'),
      });
    });
  });

  it('of a log', () => {
    const line = '2026-01-31 10:00:00,123 INFO Connection(0) ICE completed';
    const alone = parsePacket(line);
    assert.ok(alone.type === 'log' && alone.log !== null && alone.source === '');
    const text = writeLog(line, 1, null, { format: 'aioice', trace: 2 });
    const source = 'aioice, trace 2';
    assertBody(readBlocks(`#!trace-text 1\n\n${text}`), { type: 'log', log: alone.log, source });
  });

  it('of what cannot be shown', () => {
    const unknown = fc.record({
      source: end,
      destination: end,
      first: moment,
      last: moment,
      datagrams: fc.integer({ min: 1, max: 1_000_000 }),
      beginning: octets,
    });
    hold(unknown, (written) => {
      const read = readBack((writer) => {
        writer.unknown(written);
      });
      assert.deepEqual(read['unknown'], {
        datagrams: written.datagrams,
        firstOctet: written.beginning[0],
      });
    });
    hold(carrier, (by) => {
      const read = readEvent({ kind: 'unreadable', carrier: by, reason: 'hep-compressed' });
      assert.equal(read['detail'], null);
      assert.ok(String(read['reason']).startsWith('hep, compressed'));
    });
  });
});

describe('the text behind a frame', () => {
  it('begins with the first block of a later packet, and ends where none follows', () => {
    const head = (frame: number): string => `=== ${frame}  -  UDP ? -> ?  DTLS client_hello`;
    const text = ['#!trace-text 1', '', head(1), '', head(4), '=== no head', '', head(9), ''].join('\n');
    assert.deepEqual(linesBehind(text, [0, 0, 1, 3, 4, 8, 9, 10]), [2, 2, 4, 4, 7, 7, 8, 8]);
    assert.deepEqual(linesBehind(text, []), []);
  });
});

describe('a block of trace text with CRLF', () => {
  it('has lines that end before it', () => {
    const block = parsePacket(
      '=== 4  -  UDP ? -> ?  STUN binding request\r\nUSE-CANDIDATE\r\nPRIORITY 1\r\n',
    );
    assert.deepEqual(lineNamed(block, 'USE-CANDIDATE'), { start: 44, end: 57 });
    assert.equal(stunOf(block), null);
  });
});

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
}
