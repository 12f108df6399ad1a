/**
 * Indexes the SIP messages of a capture that comes in pieces. What most packets are, a whole UDP datagram in plain
 * IP, is read here at once; fragments, streams, tunnels and whatever else needs memory go through the dissector.
 */
import { Dissector, type DissectorOptions } from '../capture/dissector';
import { copyOf } from '../basics/bytes';
import type { SipEvent } from '../capture/events';
import { microsOf, type Moment } from '../basics/moment';
import { AddressTexts } from '../network/address-texts';
import type { CaptureSecrets, Packet, PacketReader } from '../capture/packet';
import { PacketLook } from '../capture/packet-look';
import { contentOf } from '../capture/payload/content';
import { MessageSignal } from '../calls/signal';
import { parseSip } from '../sip/parse';
import { readText } from '../traces/read';
import type { TraceTime } from '../../../shared/times';
import { TraceTextWriter } from '../trace-text/write';
import type { CallIndex, Way } from './call-index';

/** Ways that are remembered: a power of two. */
const WAYS = 1024;

/** Opens what is encrypted. */
export interface Opening {
  readonly decrypt: NonNullable<DissectorOptions['decrypt']>;
  /** Takes the secrets that the capture has brought so far. */
  take(secrets: readonly CaptureSecrets[]): void;
}

export class CaptureIndexer {
  /** There are keys for what is encrypted: all of it must be read in another way. */
  gaveUp = false;
  private isEncrypted = false;
  private readonly dissector: Dissector;
  private readonly look = new PacketLook();
  private readonly texts = new AddressTexts();
  private readonly ways = new Map<string, Way>();
  private readonly recentWays: (Way | undefined)[] = [];
  private readonly recentSources = new Uint32Array(WAYS);
  private readonly recentDestinations = new Uint32Array(WAYS);

  constructor(
    private readonly reader: PacketReader,
    private readonly index: CallIndex,
    private readonly hasKeys: boolean,
    /** How what is encrypted is read nevertheless. */
    private readonly opening: Opening | null = null,
  ) {
    this.dissector = new Dissector(
      (event) => {
        if (event.kind === 'sip') this.addEvent(event);
        else if (event.kind === 'tls') this.isEncrypted = true;
      },
      opening === null ? {} : { decrypt: opening.decrypt },
    );
  }

  /** What of the capture could not be read, one sentence each, without a full stop. */
  get problems(): readonly string[] {
    return this.reader.facts.problems.map(
      ({ message, frame }) => `behind frame ${String(frame)}: ${message}`,
    );
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
    const { reader, opening } = this;
    for (let packet = reader.next(); packet !== null; packet = reader.next()) {
      opening?.take(reader.facts.secrets);
      if (!this.addDatagram(packet)) this.dissect(packet);
    }
    this.gaveUp = opening === null && this.isEncrypted && (this.hasKeys || reader.facts.secrets.length > 0);
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
      return this.way(this.texts.text(version, source), this.texts.text(version, destination));
    const from = source[3] ?? 0;
    const to = destination[3] ?? 0;
    const place = (Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b)) >>> 22;
    const recent = this.recentWays[place];
    if (recent !== undefined && this.recentSources[place] === from && this.recentDestinations[place] === to)
      return recent;
    const way = this.way(this.texts.text(version, source), this.texts.text(version, destination));
    this.recentWays[place] = way;
    this.recentSources[place] = from;
    this.recentDestinations[place] = to;
    return way;
  }

  private way(source: string, destination: string): Way {
    const key = `${source} ${destination}`;
    let way = this.ways.get(key);
    if (way === undefined) {
      way = this.index.way(source, destination);
      this.ways.set(key, way);
    }
    return way;
  }

  private addEvent(event: SipEvent): void {
    const { carrier, bytes, start, end } = event;
    const { moment, source, destination } = carrier;
    const micros = moment.clock === 'none' ? NaN : microsOf(moment);
    const way = this.way(source.address, destination.address);
    if (this.index.addOctets(bytes, start, end, way, micros, dateOf(moment.clock), moment.frame)) return;
    this.addOdd(event);
  }

  /** A message in an unusual form goes the way that all messages of a capture go elsewhere: through trace text. */
  private addOdd(event: SipEvent): void {
    const writer = new TraceTextWriter();
    writer.event(event);
    for (const record of readText(writer.finish('one message')).records) {
      if (record.kind !== 'sip') continue;
      const parsed = parseSip(record.content);
      this.index.add(new MessageSignal({ index: 0, record, parsed }), event.carrier.moment.frame);
    }
  }
}

function dateOf(clock: Moment['clock']): TraceTime['date'] {
  return clock === 'utc' ? 'full' : 'missing';
}
