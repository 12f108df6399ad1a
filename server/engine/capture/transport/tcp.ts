/**
 * TCP connections put together from their segments (RFC 9293): in order, each octet once, with gaps told where the
 * capture lacks something. Segments may come late, twice, overlapping, or from the middle of a connection.
 */
import type { StreamConsumer, OpenConnection } from '../streams';
import { copyOf, u16, u32, u8 } from '../../basics/bytes';
import type { Payload } from '../events';
import { emptyFlowKey, FlowTable } from '../../basics/flow-table';
import type { Moment } from '../../basics/moment';
import type { IpHeader } from '../../network/ip-header';

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

const MOST_CONNECTIONS = 16_384;
/** Octets of one direction that wait for an earlier segment. */
const MOST_WAITING = 1 << 19;
const MOST_WAITING_SEGMENTS = 512;
/** The same for all connections together. */
const MOST_WAITING_IN_ALL = 32 << 20;
/** Octets that a waiting segment takes beside its content, about. */
const WAITING_SEGMENT = 384;
/** A segment further off than this belongs to another connection between the same ports. */
const FARTHEST = 1 << 24;
/** After so long an acknowledged hole is taken for a loss of the capture, not for packets in another order. */
const PATIENCE_SECONDS = 1;

/** What one IP packet carries of a direction. */
interface Segment extends Payload {
  /** Of its first octet. */
  readonly sequence: number;
  /** Octets behind its end that were sent but not captured. */
  readonly missing: number;
  readonly moment: Moment;
  /** Its place among all segments as they came: frames have other numbers where they were put into order. */
  readonly place: number;
}

interface Half {
  /** Opened when the connection carries its first octet. */
  consumer: StreamConsumer | null;
  /** Sequence number of the first octet, where the beginning was seen. */
  initial: number | null;
  /** Sequence number of the next octet; null before the first segment. */
  next: number | null;
  /** By sequence number. */
  waiting: Segment[];
  waitingOctets: number;
  /** Of what was handed on, that which came last. */
  last: Pick<Segment, 'moment' | 'place'> | null;
  ended: boolean;
}

interface Connection {
  readonly forth: Half;
  readonly back: Half;
}

export class TcpTable {
  private readonly key = emptyFlowKey();
  private segments = 0;
  private waitingInAll = 0;
  private readonly connections = new FlowTable<Connection>(MOST_CONNECTIONS, (connection) => {
    this.close(connection.forth);
    this.close(connection.back);
  });

  constructor(private readonly open: OpenConnection) {}

  /** Takes a segment, which an IP header tells of; false if its header is cut off or contradicts itself. */
  add(bytes: Uint8Array, ip: IpHeader, moment: Moment): boolean {
    const { start, end, missing } = ip;
    const headerLength = (u8(bytes, start + 12) >>> 4) * 4;
    if (headerLength < 20 || start + headerLength > end) return false;
    const flags = u8(bytes, start + 13);
    const isForth = this.setKey(ip, u16(bytes, start), u16(bytes, start + 2));
    const from = start + headerLength;
    const isEmpty = from >= end && missing === 0;
    const stated = u32(bytes, start + 4);
    // A SYN takes a number of its own (RFC 9293 §3.4).
    const sequence = (flags & SYN) === 0 ? stated : (stated + 1) >>> 0;
    const connection = this.connectionOf(flags, isEmpty, isForth, sequence);
    if (connection === null) return true;
    const half = isForth ? connection.forth : connection.back;
    const other = isForth ? connection.back : connection.forth;
    if ((flags & SYN) !== 0) {
      half.initial = sequence;
      half.next ??= sequence;
    }
    if ((flags & ACK) !== 0) this.acknowledge(other, u32(bytes, start + 8), moment);
    if (!isEmpty) {
      if (half.consumer === null) this.openConsumers(connection);
      this.take(half, { sequence, bytes, start: from, end, missing, moment, place: this.segments++ });
    }
    this.closeAsTold(flags, half, other);
    return true;
  }

  /** The connection of the key, begun where there is none; null for what does not begin one. */
  private connectionOf(
    flags: number,
    isEmpty: boolean,
    isForth: boolean,
    sequence: number,
  ): Connection | null {
    const connection = this.connections.get(this.key);
    if (connection === undefined) return isEmpty && (flags & SYN) === 0 ? null : this.begin();
    if ((flags & SYN) === 0) return connection;
    const { ended, next, initial } = isForth ? connection.forth : connection.back;
    if (!ended && (next === null || initial === sequence)) return connection;
    // The ports are used again for a new connection.
    this.close(connection.forth);
    this.close(connection.back);
    return this.begin();
  }

  private closeAsTold(flags: number, half: Half, other: Half): void {
    if ((flags & RST) !== 0) {
      this.close(half);
      this.close(other);
      this.connections.delete(this.key);
    } else if ((flags & FIN) !== 0 && half.waiting.length === 0) {
      this.close(half);
      if (other.ended) this.connections.delete(this.key);
    }
  }

  get size(): number {
    return this.connections.size;
  }

  /** Closes the connection that was not seen for longest. */
  forgetOldest(): void {
    this.connections.forgetOldest();
  }

  /** Hands on what still waits, as the file has ended. */
  finish(): void {
    while (this.connections.size > 0) this.connections.forgetOldest();
  }

  private begin(): Connection {
    const connection = { forth: newHalf(), back: newHalf() };
    this.connections.set(this.key, connection);
    return connection;
  }

  /** Opens the consumers; the ends are as the key has them. */
  private openConsumers(connection: Connection): void {
    const { key } = this;
    const { forth, back } = this.open({
      version: key[9] === 6 ? 6 : 4,
      source: key.slice(0, 4),
      destination: key.slice(4, 8),
      sourcePort: (key[8] ?? 0) >>> 16,
      destinationPort: (key[8] ?? 0) & 0xffff,
    });
    connection.forth.consumer = forth;
    connection.back.consumer = back;
  }

  /** Sets the key, the same for both directions; true if the segment goes the way that the key has. */
  private setKey(
    addresses: { readonly version: number; readonly source: Uint32Array; readonly destination: Uint32Array },
    sourcePort: number,
    destinationPort: number,
  ): boolean {
    const { source, destination } = addresses;
    let order = 0;
    for (let word = 0; word < 4 && order === 0; word++)
      order = (source[word] ?? 0) - (destination[word] ?? 0);
    const isForth = order < 0 || (order === 0 && sourcePort <= destinationPort);
    const first = isForth ? source : destination;
    const second = isForth ? destination : source;
    const { key } = this;
    for (let word = 0; word < 4; word++) {
      key[word] = first[word] ?? 0;
      key[4 + word] = second[word] ?? 0;
    }
    key[8] = isForth ? sourcePort * 65536 + destinationPort : destinationPort * 65536 + sourcePort;
    key[9] = addresses.version;
    key[10] = 0;
    return isForth;
  }

  private take(half: Half, segment: Segment): void {
    const { sequence, bytes, start, end } = segment;
    half.next ??= sequence;
    const ahead = (sequence - half.next) | 0;
    if (ahead > FARTHEST || ahead < -FARTHEST) {
      this.flush(half);
      half.consumer?.gap(null);
      half.next = sequence;
    }
    if (((sequence - half.next) | 0) > 0) {
      const copy = copyOf(bytes, start, end);
      this.wait(half, { ...segment, bytes: copy, start: 0, end: copy.length });
    } else {
      this.deliver(half, segment);
      this.drain(half);
    }
  }

  /** Hands on what is new of a segment that begins at or before the next octet. */
  private deliver(half: Half, { sequence, bytes, start, end, missing, moment, place }: Segment): void {
    const next = half.next ?? sequence;
    const from = start + ((next - sequence) | 0);
    if (from >= end + missing) return;
    // What completes a message is the packet that came last, though its octets may stand further ahead.
    if (half.last === null || place > half.last.place) half.last = { moment, place };
    if (from < end) half.consumer?.data(bytes, from, end, half.last.moment);
    if (missing > 0) half.consumer?.gap(missing);
    half.next = (next + (end + missing - from)) >>> 0;
  }

  private drain(half: Half): void {
    let taken = 0;
    for (const segment of half.waiting) {
      if (half.next !== null && ((segment.sequence - half.next) | 0) > 0) break;
      taken++;
      this.release(half, segment);
      this.deliver(half, segment);
    }
    if (taken > 0) half.waiting.splice(0, taken);
  }

  private wait(half: Half, segment: Segment): void {
    let at = half.waiting.length;
    while (at > 0 && (((half.waiting[at - 1]?.sequence ?? 0) - segment.sequence) | 0) >= 0) at--;
    const same = half.waiting[at];
    if (same?.sequence === segment.sequence && same.bytes.length >= segment.bytes.length) return;
    half.waiting.splice(at, 0, segment);
    half.waitingOctets += segment.bytes.length;
    this.waitingInAll += segment.bytes.length + WAITING_SEGMENT;
    while (half.waitingOctets > MOST_WAITING || half.waiting.length > MOST_WAITING_SEGMENTS)
      this.passGap(half);
    while (this.waitingInAll > MOST_WAITING_IN_ALL && this.connections.size > 1)
      this.connections.forgetOldest();
  }

  private acknowledge(half: Half, acknowledged: number, moment: Moment): void {
    const first = half.waiting[0];
    if (first === undefined || moment.seconds - first.moment.seconds < PATIENCE_SECONDS) return;
    if (((acknowledged - first.sequence) | 0) >= 0) this.passGap(half);
  }

  /** Goes on behind a hole that nothing will fill. */
  private passGap(half: Half): void {
    const first = half.waiting[0];
    if (first === undefined) return;
    half.consumer?.gap(half.next === null ? null : (first.sequence - half.next) >>> 0);
    half.next = first.sequence;
    this.drain(half);
  }

  private flush(half: Half): void {
    while (half.waiting.length > 0) this.passGap(half);
  }

  private close(half: Half): void {
    if (half.ended) return;
    this.flush(half);
    half.ended = true;
    half.consumer?.end();
  }

  private release(half: Half, segment: Segment): void {
    half.waitingOctets -= segment.bytes.length;
    this.waitingInAll -= segment.bytes.length + WAITING_SEGMENT;
  }
}

function newHalf(): Half {
  return {
    consumer: null,
    initial: null,
    next: null,
    waiting: [],
    waitingOctets: 0,
    last: null,
    ended: false,
  };
}
