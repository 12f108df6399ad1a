/**
 * Indexes the SIP messages of a capture that comes in pieces. What most packets are, a whole UDP datagram in plain
 * IP, is read here at once; fragments, streams, tunnels and whatever else needs memory go through the dissector.
 */
import { Dissector } from '../capture/dissector';
import { copyOf } from '../basics/bytes';
import type { SipEvent } from '../capture/events';
import { microsOf, type Moment } from '../basics/moment';
import { AddressTexts } from '../network/address-texts';
import type { Packet, PacketReader } from '../capture/packet';
import { PacketLook } from '../capture/packet-look';
import { contentOf } from '../capture/payload/content';
import type { CaptureKeys } from '../capture/tls/capture-keys';
import { decryptTls } from '../capture/tls/decryption';
import { readText } from '../traces/read';
import type { TraceTime } from '../../../shared/times';
import { problemText } from '../../../shared/reading-problem';
import { readingProblems } from '../trace-text/render';
import { TraceTextWriter } from '../trace-text/write';
import type { CallIndex, Way } from './call-index';

/** Ways that are remembered: a power of two. */
const WAYS = 1024;

export class CaptureIndexer {
  private readonly dissector: Dissector;
  private readonly look = new PacketLook();
  private readonly texts = new AddressTexts();
  private readonly recentWays: (Way | undefined)[] = [];
  private readonly recentSources = new Uint32Array(WAYS);
  private readonly recentDestinations = new Uint32Array(WAYS);

  constructor(
    private readonly reader: PacketReader,
    private readonly index: CallIndex,
    private readonly keys: CaptureKeys,
  ) {
    this.dissector = new Dissector(
      (event) => {
        if (event.kind === 'sip') this.addEvent(event);
      },
      { decrypt: (_, plain) => decryptTls(keys.log, plain, () => undefined) },
    );
  }

  /** What of the capture could not be read, one sentence each, without a full stop. */
  get problems(): readonly string[] {
    return readingProblems(this.reader.facts, null).map(problemText);
  }

  /** Takes the next piece; it may be filled anew afterwards. */
  feed(piece: Uint8Array): void {
    this.reader.feed(piece);
    this.take();
    this.reader.settle();
  }

  finish(): void {
    this.reader.finish();
    this.take();
    this.dissector.finish();
    this.take();
  }

  private take(): void {
    const { reader, keys } = this;
    for (let packet = reader.next(); packet !== null; packet = reader.next()) {
      keys.take(reader.facts.secrets);
      if (!this.addDatagram(packet)) this.dissect(packet);
    }
  }

  /** The dissector keeps hold of octets: they must be its own. */
  private dissect(packet: Packet): void {
    const { bytes, start, end } = packet;
    this.dissector.packet({ ...packet, bytes: copyOf(bytes, start, end), start: 0, end: end - start });
  }

  /** Reads a packet that is a whole datagram; false where it is not, or is of more than one packet's concern. */
  private addDatagram(packet: Packet): boolean {
    const { look } = this;
    if (look.at(packet) !== 'datagram') return false;
    const { bytes } = packet;
    const { start, end } = look;
    // A letter as the first octet is mostly a message's, and what is read as one is one.
    const first = bytes[start] ?? 0;
    if (first > 64 && first < 91 && this.addMessage(packet, start, end)) return true;
    switch (contentOf(bytes, start, end)) {
      // What is odd, or may hold other datagrams.
      case 'sip':
      case 'stun':
      case 'channel-data':
      case 'hep':
        return false;
      default:
        return true;
    }
  }

  private addMessage(packet: Packet, start: number, end: number): boolean {
    const { clock, frame } = packet;
    const micros = clock === 'none' ? NaN : microsOf(packet);
    return this.index.addOctets(packet.bytes, start, end, this.wayOfHeader(), micros, dateOf(clock), frame);
  }

  private wayOfHeader(): Way {
    const { version, source, destination } = this.look.header;
    if (version !== 4)
      return this.index.way(this.texts.text(version, source), this.texts.text(version, destination));
    const from = source[3] ?? 0;
    const to = destination[3] ?? 0;
    const place = (Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b)) >>> 22;
    const recent = this.recentWays[place];
    if (recent !== undefined && this.recentSources[place] === from && this.recentDestinations[place] === to)
      return recent;
    const way = this.index.way(this.texts.text(version, source), this.texts.text(version, destination));
    this.recentWays[place] = way;
    this.recentSources[place] = from;
    this.recentDestinations[place] = to;
    return way;
  }

  private addEvent(event: SipEvent): void {
    const { carrier, bytes, start, end } = event;
    const { moment, source, destination } = carrier;
    const micros = moment.clock === 'none' ? NaN : microsOf(moment);
    const way = this.index.way(source.address, destination.address);
    if (this.index.addOctets(bytes, start, end, way, micros, dateOf(moment.clock), moment.frame)) return;
    this.addOdd(event);
  }

  /** A message in an unusual form goes the way that all messages of a capture go elsewhere: through trace text. */
  private addOdd(event: SipEvent): void {
    const writer = new TraceTextWriter();
    writer.event(event);
    for (const record of readText(writer.finish('one message')).records) {
      if (record.kind !== 'sip') continue;
      this.index.addRecord(record, event.carrier.moment.frame);
    }
  }
}

function dateOf(clock: Moment['clock']): TraceTime['date'] {
  return clock === 'utc' ? 'full' : 'missing';
}
