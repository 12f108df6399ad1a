/** Writes what a capture holds as trace text: a block a packet that matters, a block a stream of RTP. */
import type {
  CaptureEvent,
  Carrier,
  DnsEvent,
  DtlsEvent,
  IcmpErrorEvent,
  RtcpEvent,
  SipEvent,
  StunEvent,
  Wrapping,
} from '../capture/events';
import { microsOf, type Moment } from '../basics/moment';
import type { DnsQuestion, DnsRecord } from '../capture/payload/dns';
import type { TlsFacts } from '../capture/tls/facts';
import { withoutControls } from '../../../shared/controls';
import type { FaxStream } from '../rtp/fax-streams';
import type { RtpSample } from '../rtp/samples';
import type { RtpStream } from '../rtp/streams';
import type { UnknownDatagrams } from '../rtp/unknown-datagrams';
import { staticPayloadType } from '../rtp/static-payload-types';
import { ERROR_CODE, USE_CANDIDATE } from '../stun/attributes';
import { hasStunAttribute, stunValue, type StunAttribute, type StunMessage } from '../stun/message';
import { endpointText } from '../text/endpoint';
import type { Endpoint } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { toIso } from '../text/time';
import { writeEventsLine } from './events-line';
import { writeHead, type BlockKind } from './head';
import { toHex, u8 } from '../basics/bytes';
import { sampleMark } from './media-block';
import { octetsMark } from './packet';
import { traceTextMark } from './read';
import { unknownNotes } from './unknown-block';

interface Block {
  readonly frame: number;
  /** Several blocks of one packet keep their order. */
  readonly order: number;
  readonly text: string;
}

/** What a text may come to, in characters: a string has a limit, and so has a machine's memory. */
export interface TextLimits {
  readonly messages: number;
  /** Checks and other packets that are shown by themselves. */
  readonly packets: number;
  /** Streams and connections. */
  readonly streams: number;
}

export const TEXT_LIMITS: TextLimits = { messages: 3 << 26, packets: 3 << 25, streams: 1 << 25 };

/** Packets of one source that are enough to prove with which key it protects SRTCP. */
const mostRtcpSamples = 4;
/** As many as there are streams with samples; all together come to some 10 MB of text. */
const mostRtcpSources = 8192;

/**
 * Collects blocks while a capture is read; they come out in the order of their packets. Each kind has its limit, so
 * that a flood of packets leaves room for messages.
 */
export class TraceTextWriter {
  private readonly blocks: Block[] = [];
  private readonly rooms: Readonly<Record<keyof TextLimits, Room>>;
  private written = 0;
  /** How many packets of SRTCP stand with their octets, by their ends and source. */
  private readonly rtcpSamples = new Map<string, number>();

  constructor(limits: TextLimits = TEXT_LIMITS) {
    this.rooms = {
      messages: new Room('SIP messages', limits.messages),
      packets: new Room('packets', limits.packets),
      streams: new Room('streams and connections', limits.streams),
    };
  }

  /** What is left out for want of room, a sentence each, without a full stop. */
  get problems(): readonly string[] {
    return Object.values(this.rooms).flatMap(({ problem }) => (problem === null ? [] : [problem]));
  }

  /** Characters so far. */
  get length(): number {
    return this.written;
  }

  event(event: CaptureEvent): void {
    const text = event.kind === 'rtcp' ? writeRtcp(event, this.isSample(event)) : writeEvent(event);
    if (text === null) return;
    const { frame } = 'carrier' in event ? event.carrier.moment : event.moment;
    this.add(event.kind === 'sip' ? 'messages' : 'packets', frame, text);
  }

  stream(stream: RtpStream): void {
    const samples = stream.samples.map(writeSample);
    // They have a limit of their own, and take no room from streams.
    this.add('streams', stream.first.frame, writeStream(stream, samples), lengthOf(samples));
  }

  fax(stream: FaxStream): void {
    this.add('streams', stream.first.frame, writeFax(stream));
  }

  /** Datagrams between two ends of media that are none. */
  unknown(datagrams: UnknownDatagrams): void {
    this.add('streams', datagrams.first.frame, writeUnknown(datagrams));
  }

  /** An encrypted connection, as it was known at its end. */
  connection(carrier: Carrier, facts: TlsFacts<Moment>): void {
    this.add('streams', carrier.moment.frame, writeConnection(carrier, facts));
  }

  /** Whether a packet of RTCP is to stand with its octets: one that is encrypted, of the first ones of its source. */
  private isSample({ carrier, compound, cut }: RtcpEvent): boolean {
    if (!compound.encrypted || cut) return false;
    const { source, destination } = carrier;
    const ssrc = compound.packets[0]?.ssrc ?? 0;
    const key = `${endpointText(source)} ${endpointText(destination)} ${String(ssrc)}`;
    const known = this.rtcpSamples.get(key) ?? 0;
    if (known >= mostRtcpSamples || (known === 0 && this.rtcpSamples.size >= mostRtcpSources)) return false;
    this.rtcpSamples.set(key, known + 1);
    return true;
  }

  /** @param free - characters of it that take no room */
  private add(kind: keyof TextLimits, frame: number, text: string, free = 0): void {
    if (!this.rooms[kind].take(text.length - free, frame)) return;
    this.blocks.push({ frame, order: this.blocks.length, text });
    this.written += text.length + 1;
  }

  /** The whole text. `about` tells of the capture in one line. */
  finish(about: string): string {
    const inOrder = this.blocks.sort((a, b) => a.frame - b.frame || a.order - b.order);
    return [
      `${traceTextMark}\n#!capture ${withoutControls(about)}\n`,
      ...inOrder.map(({ text }) => text),
    ].join('\n');
  }
}

/** How much text of a kind there may still be. */
class Room {
  private leftOut = 0;
  private firstLeftOut = 0;

  constructor(
    private readonly what: string,
    private left: number,
  ) {}

  /** Takes a text's room; false where it does not fit. Once something does not, nothing later does. */
  take(length: number, frame: number): boolean {
    if (this.leftOut === 0 && length <= this.left) {
      this.left -= length;
      return true;
    }
    if (this.leftOut === 0) this.firstLeftOut = frame;
    this.leftOut++;
    return false;
  }

  get problem(): string | null {
    return this.leftOut === 0
      ? null
      : `too much for one text: ${String(this.leftOut)} ${this.what} from frame ${String(this.firstLeftOut)} on are left out`;
  }
}

function writeEvent(event: Exclude<CaptureEvent, RtcpEvent>): string | null {
  switch (event.kind) {
    case 'sip':
      return writeSip(event);
    case 'stun':
      return writeStun(event);
    case 'channel-data':
      return block(event.carrier, 'turn', `channel data, ${String(event.length)} octets`, [
        `channel 0x${event.channel.toString(16)}`,
      ]);
    case 'dtls':
      return writeDtls(event);
    case 'dns':
      return writeDns(event);
    case 'icmp-error':
      return writeIcmp(event);
    case 'lost-fragments':
      return blockAt(
        event.moment,
        'IP',
        { address: event.source, port: null },
        { address: event.destination, port: null },
        'packet',
        `fragments of a datagram are missing`,
        [
          event.content === 'sip'
            ? 'it begins like a SIP message, which is not shown'
            : `protocol ${String(event.protocol)}`,
        ],
      );
    case 'tls':
      // Told once for each direction; what matters is known only at the end: see connection().
      return null;
    case 'unreadable':
      return block(event.carrier, 'packet', event.reason.replace('-', ', '), []);
  }
}

function writeSip({ carrier, bytes, start, end, cut }: SipEvent): string {
  const { text, encoding } = decode(bytes.subarray(start, end));
  const { frame, direction } = carrier.moment;
  const notes = [
    `${String(end - start)} octets`,
    ...(cut ? ['cut'] : []),
    ...(encoding === 'latin-1' ? ['latin-1'] : []),
    ...(carrier.firstFrame === frame ? [] : [`from frame ${String(carrier.firstFrame)}`]),
    ...carrier.wrappings.map(wrappingNote),
    ...(direction === null ? [] : [direction]),
  ].join(', ');
  // Joined, it is one piece of memory; concatenated, it would be a tree of its parts until somebody reads it.
  return [head(carrier, 'sip', notes), '\n', text, text.endsWith('\n') ? '' : '\n'].join('');
}

/** CRLF becomes LF where all line ends are CRLF; else they stay as they are. */
function decode(bytes: Uint8Array): { readonly text: string; readonly encoding: 'utf-8' | 'latin-1' } {
  try {
    return {
      text: plainLineEnds(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
      encoding: 'utf-8',
    };
  } catch {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { text: plainLineEnds(text), encoding: 'latin-1' };
  }
}

function plainLineEnds(text: string): string {
  return /(?:^|[^\r])\n|\r(?!\n)/.test(text) ? text : text.replaceAll('\r\n', '\n');
}

function writeStun({ carrier, message }: StunEvent): string {
  const isTurn = message.methodName !== 'binding' && message.methodName !== null;
  const what = [
    `${message.methodName ?? `method ${String(message.method)}`} ${message.class}`,
    ...(message.classic ? ['classic'] : []),
    // What an ICE check is about, where grep and the eye find it.
    ...(hasStunAttribute(message, USE_CANDIDATE) ? ['USE-CANDIDATE'] : []),
    ...errorNote(message),
    ...(message.cut ? ['cut'] : []),
  ].join(', ');
  return block(carrier, isTurn ? 'turn' : 'stun', what, [
    `transaction ${message.transactionId}`,
    ...message.attributes.map((attribute) => writeAttribute(attribute, message)),
    ...message.problems.map((problem) => `problem ${problem}`),
    `${octetsMark}${toHex(message.bytes)}`,
  ]);
}

function errorNote(message: StunMessage): readonly string[] {
  const error = stunValue(message, ERROR_CODE);
  return error?.kind === 'error' ? [String(error.code)] : [];
}

function writeAttribute(attribute: StunAttribute, { fingerprint }: StunMessage): string {
  const name = attribute.name ?? `0x${attribute.type.toString(16).padStart(4, '0')}`;
  if (name === 'FINGERPRINT') return `${name} ${fingerprint}`;
  const { value } = attribute;
  switch (value.kind) {
    case 'address':
      return `${name} ${value.family === 6 ? `[${value.address}]` : value.address}:${String(value.port)}`;
    case 'text':
      return `${name} ${value.text}`;
    case 'error':
      return `${name} ${String(value.code)} ${value.reason}`;
    case 'number':
      return `${name} ${String(value.number)}`;
    case 'hex':
      return `${name} ${value.hex}`;
    case 'flag':
      return name;
    case 'types':
      return `${name} ${value.types.map((type) => `0x${type.toString(16).padStart(4, '0')}`).join(' ')}`;
    case 'bytes':
      return `${name} ${String(value.bytes.length)} octets`;
    case 'malformed':
      return `${name} malformed, ${String(value.bytes.length)} octets`;
  }
}

function writeDtls({ carrier, records }: DtlsEvent): string {
  const lines = records.map((record) => {
    const what = record.contentName ?? `content type ${String(record.contentType)}`;
    const handshakes = record.handshakes.length === 0 ? '' : ` ${record.handshakes.join(' ')}`;
    const alert =
      record.alert === null
        ? ''
        : ` ${record.alert.fatal ? 'fatal' : 'warning'} ${String(record.alert.description)}`;
    return `${what}${handshakes}${alert}, epoch ${String(record.epoch)}, ${String(record.length)} octets`;
  });
  const first = records.flatMap(({ handshakes }) => handshakes)[0] ?? records[0]?.contentName ?? '';
  return block(carrier, 'dtls', first, lines);
}

function writeRtcp({ carrier, compound, bytes, start, end }: RtcpEvent, withOctets: boolean): string {
  const names = compound.packets.map(({ name, packetType }) => name ?? String(packetType)).join(' ');
  const lines = compound.packets.flatMap(({ ssrc, cname, reports }) => [
    ...(ssrc === null ? [] : [`ssrc ${ssrcText(ssrc)}`]),
    ...(cname === null ? [] : [`cname ${cname}`]),
    ...reports.map(
      (report) =>
        `report on ${ssrcText(report.ssrc)}: ${(100 * report.fractionLost).toFixed(1)} % lost, ${String(report.cumulativeLost)} lost in all, jitter ${String(report.jitter)} units`,
    ),
  ]);
  if (withOctets) lines.push(`${octetsMark}${toHex(bytes, start, end)}`);
  return block(carrier, 'rtcp', compound.encrypted ? `${names}, encrypted` : names, lines);
}

function writeDns({ carrier, message, bytes, start, end }: DnsEvent): string {
  const { isResponse, responseCode, questions, records } = message;
  const about = questions[0] ?? records[0];
  const notes = [
    `${isResponse ? 'answer' : 'query'}${about === undefined ? '' : ` ${dnsName(about)}`}`,
    ...(responseCode === 'NOERROR' ? [] : [responseCode]),
    ...(message.truncated ? ['truncated'] : []),
    ...(message.whole ? [] : ['cut']),
  ].join(', ');
  return block(carrier, 'dns', notes, [
    ...questions.map((question) => `question ${dnsName(question)}`),
    ...records.map((record) => `${record.section} ${dnsName(record)}${dnsData(record)}`),
    `${octetsMark}${toHex(bytes, start, end)}`,
  ]);
}

function dnsName({ type, name }: DnsQuestion): string {
  return `${type} ${name}`;
}

/** As in a zone file, but for the name before it and the time to live behind it. */
function dnsData({ data, timeToLive }: DnsRecord): string {
  const lifetime = `, ttl ${String(timeToLive)}`;
  switch (data.kind) {
    case 'address':
      return ` ${data.address}${lifetime}`;
    case 'name':
      return ` ${data.name}${lifetime}`;
    case 'service':
      return ` ${String(data.priority)} ${String(data.weight)} ${String(data.port)} ${data.target}${lifetime}`;
    case 'naming-authority': {
      const texts = [data.flags, data.services, data.regexp].map((text) => `"${text}"`).join(' ');
      return ` ${String(data.order)} ${String(data.preference)} ${texts} ${data.replacement}${lifetime}`;
    }
    case 'other':
      return `, ${String(data.length)} octets`;
  }
}

function writeIcmp(event: IcmpErrorEvent): string {
  const { quote } = event;
  const lines =
    quote === null
      ? []
      : [
          `quotes ${quote.source.address}:${String(quote.source.port)} -> ${quote.destination.address}:${String(quote.destination.port)}, ${quote.content}`,
        ];
  return blockAt(
    event.moment,
    'IP',
    { address: event.source, port: null },
    { address: event.destination, port: null },
    'icmp',
    `error, type ${String(event.type)} code ${String(event.code)}`,
    lines,
  );
}

function writeConnection(carrier: Carrier, facts: TlsFacts<Moment>): string {
  const {
    version,
    cipherSuite,
    serverName,
    alpn,
    decryptedRecords,
    lockedRecords,
    missing,
    alerts,
    problems,
  } = facts;
  const state = lockedRecords === 0 && decryptedRecords > 0 ? 'decrypted' : 'not decrypted';
  return block(carrier, 'tls', [version ?? 'unknown version', state].join(', '), [
    ...(cipherSuite === null ? [] : [`cipher suite ${cipherSuite}`]),
    ...(serverName === null ? [] : [`server name ${serverName}`]),
    ...(alpn === null ? [] : [`ALPN ${alpn}`]),
    `records ${String(decryptedRecords)} read, ${String(lockedRecords)} not`,
    ...(missing === null ? [] : [`missing ${missing}`]),
    ...alerts.map(({ level, name }) => `alert ${level} ${name}`),
    ...problems.filter(({ message }) => message !== missing).map(({ message }) => `problem ${message}`),
  ]);
}

/** One block for all packets of a stream. */
function writeStream(stream: RtpStream, samples: readonly string[]): string {
  const { first, last } = stream;
  const lines = [
    `ssrc ${ssrcText(stream.ssrc)}`,
    `frames ${String(first.frame)} to ${String(last.frame)}, until ${writeMoment(last)}`,
    ...stream.payloadTypes.map(({ payloadType, packets, jitter }) => {
      const codec = staticPayloadType(payloadType);
      const name = codec === null ? '' : ` ${codec.encoding}`;
      const spread =
        jitter === null
          ? ''
          : `, jitter ${jitter.last.toFixed(1)} ms, ${jitter.highest.toFixed(1)} ms at most`;
      return `payload type ${String(payloadType)}${name}: ${String(packets)} packets${spread}`;
    }),
    ...stream.payloadTypes.flatMap(({ payloadType, events }) =>
      events === null ? [] : [writeEventsLine({ payloadType, events })],
    ),
    `lost ${String(stream.lost)}, late ${String(stream.late)}, twice ${String(stream.duplicates)}`,
    ...stream.gaps.map(({ frame, missing }) => `gap of ${String(missing)} before frame ${String(frame)}`),
    ...samples,
  ];
  return blockAt(
    first,
    stream.transport,
    stream.source,
    stream.destination,
    'rtp',
    `${String(stream.packets)} packets, ${String(stream.octets)} octets`,
    lines,
  );
}

function writeSample({ frame, after, rollovers, bytes }: RtpSample): string {
  return `${sampleMark}${String(frame)}, after ${(after / 1e6).toFixed(6)} s, rollover ${String(rollovers)}, ${octetsMark}${toHex(bytes)}`;
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length + 1, 0);
}

/** One block for all packets from one end to the other. */
function writeFax({ source, destination, first, last, ...stream }: FaxStream): string {
  return blockAt(
    first,
    'UDP',
    source,
    destination,
    't38',
    `${String(stream.packets)} packets, ${String(stream.octets)} octets`,
    [
      `frames ${String(first.frame)} to ${String(last.frame)}, until ${writeMoment(last)}`,
      `error recovery ${stream.recovery}`,
      `lost ${String(stream.lost)}`,
      ...stream.signals.map((signal) => `fax ${signal}`),
    ],
  );
}

function writeUnknown({ source, destination, first, last, datagrams, beginning }: UnknownDatagrams): string {
  const notes = unknownNotes({ datagrams, firstOctet: u8(beginning, 0) });
  return blockAt(first, 'UDP', source, destination, 'packet', notes, [
    `frames ${String(first.frame)} to ${String(last.frame)}, until ${writeMoment(last)}`,
    `begins ${toHex(beginning)}`,
  ]);
}

function ssrcText(ssrc: number): string {
  return `0x${ssrc.toString(16).padStart(8, '0')}`;
}

function block(carrier: Carrier, kind: BlockKind, notes: string, lines: readonly string[]): string {
  const wrapped = [notes, ...carrier.wrappings.map(wrappingNote)].join(', ');
  return blockAt(
    carrier.moment,
    carrier.transport,
    carrier.source,
    carrier.destination,
    kind,
    wrapped,
    lines,
  );
}

function blockAt(
  moment: Moment,
  transport: string,
  source: Endpoint,
  destination: Endpoint,
  kind: BlockKind,
  notes: string,
  lines: readonly string[],
): string {
  const first = writeHead({
    frame: moment.frame,
    time: timeOf(moment),
    transport,
    source,
    destination,
    kind,
    notes: withoutControls(notes),
  });
  return [first, ...lines.map(withoutControls), ''].join('\n');
}

function head({ moment, transport, source, destination }: Carrier, kind: BlockKind, notes: string): string {
  return writeHead({
    frame: moment.frame,
    time: timeOf(moment),
    transport,
    source,
    destination,
    kind,
    notes: withoutControls(notes),
  });
}

function wrappingNote(wrapping: Wrapping): string {
  switch (wrapping.kind) {
    case 'hep':
      return `in HEP${String(wrapping.version)}`;
    case 'turn-channel':
      return `in TURN channel 0x${wrapping.channel.toString(16)}`;
    case 'turn-indication':
      return 'in a TURN indication';
  }
}

function timeOf(moment: Moment): TraceTime | null {
  if (moment.clock === 'none') return null;
  return { micros: microsOf(moment), date: moment.clock === 'utc' ? 'full' : 'missing' };
}

function writeMoment(moment: Moment): string {
  const time = timeOf(moment);
  return time === null ? '-' : (toIso(time) ?? toIso({ ...time, date: 'full' })?.slice(11, 26) ?? '-');
}
