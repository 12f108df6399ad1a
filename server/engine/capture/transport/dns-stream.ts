/** Cuts one direction of a TCP connection into DNS messages: each stands behind its length (RFC 1035 §4.2.2, RFC 7766). */
import { copyOf, u16, u8 } from '../../basics/bytes';
import type { Slice } from '../datagram';
import type { Moment } from '../../basics/moment';
import type { StreamMemory } from './stream-memory';
import type { StreamConsumer } from '../streams';
import { type DnsMessage, readDns } from '../payload/dns';

const LENGTH = 2;
const SHORTEST = 12;
/** The first octet of a TLS record; letters stand above it. */
const LOWEST_OTHER = 20;
const NOTHING = new Uint8Array(0);

/** A message, as {@link DnsStream} hands it on; what is in its bytes does not change later. */
export interface DnsPiece extends Slice {
  readonly message: DnsMessage;
}

export class DnsStream implements StreamConsumer {
  /** What waits for more. */
  private kept: Uint8Array = NOTHING;
  private keptLength = 0;
  private since = 0;
  /** Where a message begins is not known: the next segment may begin with one. */
  private isLost = false;
  /** Takes all of a stream that is none. */
  private other: StreamConsumer | null = null;
  private hasBegun = false;

  /** @param notDns - gives who reads what begins with no DNS message, whatever the port says. */
  constructor(
    private readonly sink: (piece: DnsPiece) => void,
    private readonly memory: StreamMemory,
    private readonly notDns: () => StreamConsumer,
  ) {}

  data(bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    // No connection begins with so long a message.
    if (!this.hasBegun && this.keptLength === 0 && u8(bytes, start) >= LOWEST_OTHER)
      this.other ??= this.notDns();
    if (this.other !== null) this.other.data(bytes, start, end, moment);
    else if (this.keptLength === 0) this.read(bytes, start, end, moment, moment.frame);
    else {
      this.keep(bytes, start, end);
      if (this.keptLength < LENGTH || this.keptLength < LENGTH + u16(this.kept, 0)) return;
      const whole = copyOf(this.kept, 0, this.keptLength);
      this.forget();
      this.read(whole, 0, whole.length, moment, this.since);
    }
  }

  gap(length: number | null): void {
    this.other?.gap(length);
    this.forget();
    this.isLost = true;
  }

  end(): void {
    this.other?.end();
    this.forget();
  }

  private read(bytes: Uint8Array, start: number, end: number, moment: Moment, since: number): void {
    let at = start;
    let firstFrame = since;
    while (end - at >= LENGTH) {
      const from = at + LENGTH;
      const to = from + u16(bytes, at);
      const message = to <= end ? readDns(bytes, from, to) : null;
      if (to - from < SHORTEST || (message === null && to <= end)) {
        this.isLost = true;
        return;
      }
      if (message === null) break;
      this.hasBegun = true;
      this.isLost = false;
      this.sink({ message, bytes, start: from, end: to, moment, firstFrame });
      at = to;
      firstFrame = moment.frame;
    }
    // Amid a message of which the beginning is missing, any two octets look like a length.
    if (at === end || this.isLost) return;
    this.since = firstFrame;
    this.keep(bytes, at, end);
  }

  private keep(bytes: Uint8Array, start: number, end: number): void {
    const length = this.keptLength + end - start;
    if (length > this.kept.length) {
      const roomier = new Uint8Array(Math.max(length, this.kept.length * 2));
      roomier.set(this.kept.subarray(0, this.keptLength));
      this.memory.octets += roomier.length - this.kept.length;
      this.kept = roomier;
    }
    this.kept.set(bytes.subarray(start, end), this.keptLength);
    this.keptLength = length;
  }

  private forget(): void {
    this.memory.octets -= this.kept.length;
    this.kept = NOTHING;
    this.keptLength = 0;
  }
}
