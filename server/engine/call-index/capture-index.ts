/**
 * Indexes the SIP messages of a capture, packet by packet. What most packets are, a whole UDP datagram in plain
 * IP, is read here at once; fragments, streams, tunnels and whatever else needs memory go through the dissector.
 */
import { Dissector } from '../capture/dissector';
import { copyOf } from '../basics/bytes';
import type { SipEvent } from '../capture/events';
import { microsOf, type Moment } from '../basics/moment';
import { NumberPairs } from '../basics/number-pairs';
import { AddressTexts } from '../network/address-texts';
import type { Packet } from '../capture/packet';
import { PacketLook } from '../capture/packet-look';
import { contentOf } from '../capture/payload/content';
import type { CaptureKeys } from '../capture/tls/capture-keys';
import { decryptTls } from '../capture/tls/decryption';
import { isBinding } from '../stun/parse';
import { readText } from '../traces/read';
import type { TraceTime } from '../../../shared/times';
import { TraceTextWriter } from '../trace-text/write';
import type { CallIndex } from './call-index';
import type { OrderWatch } from './order-watch';
import { RecentMessages } from './recent-messages';
import type { Way } from './ways';

/** RFC 8489 §5. */
const STUN_HEADER = 20;

export class CaptureIndexer {
  private readonly dissector: Dissector;
  private readonly look = new PacketLook();
  private readonly texts = new AddressTexts();
  private readonly recent = new RecentMessages();
  /** Pairs of IPv4 addresses, and the ways between them. */
  private readonly pairs = new NumberPairs();
  private readonly ways: (Way | undefined)[] = [];

  /**
   * @param watch sees the packets that are added
   * @param leapsAt what the clock had leapt up to a packet, in microseconds; null where it did not
   */
  constructor(
    private readonly index: CallIndex,
    keys: CaptureKeys,
    private readonly watch: OrderWatch | null,
    private readonly leapsAt: ((frame: number) => number) | null = null,
  ) {
    this.dissector = new Dissector(
      (event) => {
        if (event.kind === 'sip') this.addEvent(event);
      },
      { decrypt: (_, plain) => decryptTls(keys.log, plain, () => undefined) },
    );
  }

  /** Takes a packet; its octets may be filled anew afterwards. */
  add(packet: Packet): void {
    this.watch?.see(packet);
    if (!this.addDatagram(packet)) this.dissect(packet);
  }

  finish(): void {
    this.dissector.finish();
  }

  /** The dissector keeps hold of octets: they must be its own. */
  private dissect(packet: Packet): void {
    const { bytes, start, end } = packet;
    this.watch?.want();
    this.dissector.packet({ ...packet, bytes: copyOf(bytes, start, end), start: 0, end: end - start });
  }

  /** Reads a packet that is a whole datagram; false where it is not, or is of more than one packet's concern. */
  private addDatagram(packet: Packet): boolean {
    const { look, watch } = this;
    if (look.at(packet) !== 'datagram') return false;
    const { bytes } = packet;
    const { start, end } = look;
    // A letter as the first octet is mostly a message's, and what is read as one is one.
    const first = bytes[start] ?? 0;
    if (isLetter(first) && this.addMessage(packet, start, end)) return true;
    if (first < 4 && start + STUN_HEADER <= end) watch?.seeStun(bytes, start);
    return !mayConcern(bytes, start, end);
  }

  private addMessage(packet: Packet, start: number, end: number): boolean {
    const { index, look, recent } = this;
    const { bytes, clock, frame } = packet;
    const { sourcePort, destinationPort } = look;
    const micros = clock === 'none' ? NaN : microsOf(packet);
    const way = this.wayOfHeader();
    const sighting = {
      bytes,
      start,
      end,
      way,
      sourcePort,
      destinationPort,
      micros: this.judged(micros, frame),
    };
    if (!recent.hold(sighting)) {
      if (!index.addOctets(bytes, start, end, way, micros, dateOf(clock), frame)) return false;
      recent.keep(sighting);
    }
    this.watch?.want();
    return true;
  }

  /** A stamp without leaps, as copies are known by it. */
  private judged(micros: number, frame: number): number {
    return this.leapsAt === null ? micros : micros - this.leapsAt(frame);
  }

  private wayOfHeader(): Way {
    const { version, source, destination } = this.look.header;
    const number = version === 4 ? this.pairs.of(source[3] ?? 0, destination[3] ?? 0) : null;
    const known = number === null ? undefined : this.ways[number];
    if (known !== undefined) return known;
    const way = this.index.way(this.texts.text(version, source), this.texts.text(version, destination));
    if (number !== null) this.ways[number] = way;
    return way;
  }

  private addEvent(event: SipEvent): void {
    const { index, recent } = this;
    const { carrier, bytes, start, end } = event;
    const { moment, source, destination } = carrier;
    const micros = moment.clock === 'none' ? NaN : microsOf(moment);
    const way = index.way(source.address, destination.address);
    const sighting = {
      bytes,
      start,
      end,
      way,
      sourcePort: source.port,
      destinationPort: destination.port,
      micros: this.judged(micros, moment.frame),
    };
    if (recent.hold(sighting)) return;
    recent.keep(sighting);
    if (!index.addOctets(bytes, start, end, way, micros, dateOf(moment.clock), moment.frame))
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

/** Tells packets that are, may hold or may be a part of what is indexed from those that are not looked into. */
export class PacketSieve {
  private readonly look = new PacketLook();

  keeps(packet: Packet): boolean {
    const { look } = this;
    if (look.at(packet) !== 'datagram') return true;
    return isLetter(packet.bytes[look.start] ?? 0) || mayConcern(packet.bytes, look.start, look.end);
  }
}

function isLetter(octet: number): boolean {
  return octet > 64 && octet < 91;
}

/** Whether a datagram is an odd message, or may hold other datagrams. */
function mayConcern(bytes: Uint8Array, start: number, end: number): boolean {
  switch (contentOf(bytes, start, end)) {
    case 'stun':
      return !isBinding(bytes, start);
    case 'sip':
    case 'channel-data':
    case 'hep':
    case 'syslog':
      return true;
    default:
      return false;
  }
}

function dateOf(clock: Moment['clock']): TraceTime['date'] {
  return clock === 'utc' ? 'full' : 'missing';
}
