/**
 * Key presses (telephone-event, RFC 4733) counted while a stream is folded. What a payload type means stands in the
 * SDP, which no stream knows: whatever has the size of events is counted, and who has the SDP judges. Encrypted ones
 * show their RTP header only: marker and time.
 */
import { u16, u8 } from '../basics/bytes';
import { rtpHeaderLength, rtpMarker } from './header';

/** What may be wrong with a key press; none of it is told of one that was not seen whole. */
export const eventDefects = [
  /** Packets near it were lost, late or repeated, or the capture cuts it off: it is not judged. */
  'notWhole',
  /** Its first packet has no marker bit. */
  'withoutMarker',
  /** A later packet has one. */
  'markedAgain',
  /** The RTP timestamp moves on inside. */
  'timestampMoves',
  'durationFalls',
  /** No packet has the E bit. */
  'withoutEnd',
  /** One or two packets have it. */
  'fewEnds',
] as const;

export type EventDefect = (typeof eventDefects)[number];

/** Key presses of one payload type: how many, and how many of them have which defect. */
export interface TelephoneEvents extends Readonly<Record<EventDefect, number>> {
  readonly events: number;
  /** SRTP: their ends and durations cannot be read. */
  readonly encrypted: boolean;
}

/** Event, E bit and volume, duration. */
const PLAIN = 4;
/** With the tag of SRTP behind it: 32 bits, 80 bits, 80 bits behind an MKI of four octets, AES-GCM. */
const SIZES: ReadonlySet<number> = new Set([PLAIN, PLAIN + 4, PLAIN + 10, PLAIN + 14, PLAIN + 16]);
/** Payload types whose meaning the SDP gives (RFC 3551 §3). */
const FIRST_DYNAMIC = 96;
const END = 0x80;
/** RFC 4733 §2.5.1.4 wants the last packet sent three times. */
const FULL_ENDS = 3;
/**
 * A long event goes on under a new timestamp, when its duration of 16 bits is used up or nearly so (RFC 4733 §2.5.1.3).
 */
const SHORTEST_SEGMENT = 0xf000;
const LONGEST_SEGMENT = 0x10000;
/** Seconds behind a packet of a key in which one more of it is due: updates come each 50 ms or sooner. */
const SAME_KEY = 0.1;
/** The same where the key cannot be read: nobody types faster. */
const SAME_ENCRYPTED_KEY = 0.03;
/** Further packets of the stream that show that an event is over when the capture ends. */
const PACKETS_BEHIND = 10;

/** Where a packet stands in its stream. */
export interface StreamPlace {
  /** Packets of the stream, this one counted. */
  readonly packets: number;
  /** Packets of it that did not follow the one before them by number: before this one, and with it. */
  readonly disorderBefore: number;
  readonly disorder: number;
  /** It has a higher number than all before it. */
  readonly isNewest: boolean;
  /** The packet before it was of the same payload type. */
  readonly follows: boolean;
  /** Seconds since the last packet of its payload type. */
  readonly elapsed: number;
}

/** Counts key presses from the first packet of a payload type on; null where these are none. */
export function openEvents(
  payloadType: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): EventFolder | null {
  if (payloadType < FIRST_DYNAMIC) return null;
  const size = payloadSize(bytes, start, end);
  return SIZES.has(size) ? new EventFolder(size) : null;
}

function payloadSize(bytes: Uint8Array, start: number, end: number): number {
  const header = rtpHeaderLength(bytes, start, end);
  return header === null ? 0 : end - start - header;
}

/** The key presses of one payload type of a stream. */
export class EventFolder {
  private packets = 0;
  private events = 0;
  private readonly counts = {
    notWhole: 0,
    withoutMarker: 0,
    markedAgain: 0,
    timestampMoves: 0,
    durationFalls: 0,
    withoutEnd: 0,
    fewEnds: 0,
  };
  // The event in hand.
  private timestamp = 0;
  private code = 0;
  private duration = 0;
  private ends = 0;
  private isMarked = false;
  private isMarkedAgain = false;
  private isMoved = false;
  private isFalling = false;
  /** The stream's disorder before it, and up to where it went on or was over. */
  private disorderBefore = 0;
  private disorder = 0;
  /** Of the stream, up to its last one. */
  private lastPacket = 0;

  /** @param size - octets of each payload. */
  constructor(private readonly size: number) {}

  /**
   * Takes the next packet of the payload type; false where it shows that these are no events.
   *
   * @param whole - false where the packet's end was not captured.
   */
  add(
    bytes: Uint8Array,
    start: number,
    end: number,
    whole: boolean,
    timestamp: number,
    place: StreamPlace,
  ): boolean {
    const { size } = this;
    if (!whole || payloadSize(bytes, start, end) !== size) return false;
    this.packets++;
    // One that is late speaks of what was judged already, or leaves its event in disorder.
    if (!place.isNewest) return true;
    const isMarked = rtpMarker(bytes, start);
    const isPlain = size === PLAIN;
    const code = isPlain ? u8(bytes, end - size) : 0;
    const isEnd = isPlain && (u8(bytes, end - size + 1) & END) !== 0;
    const duration = isPlain ? u16(bytes, end - size + 2) : 0;
    if (this.events > 0 && timestamp === this.timestamp) {
      if (isMarked) this.isMarkedAgain = true;
      if (duration < this.duration) this.isFalling = true;
    } else if (this.events > 0 && !isMarked && this.goesOn(code, place)) {
      const step = (timestamp - this.timestamp) >>> 0;
      if (step < SHORTEST_SEGMENT || step > LONGEST_SEGMENT) this.isMoved = true;
    } else this.open(isMarked, code, place);
    this.timestamp = timestamp;
    this.duration = duration;
    if (isEnd) this.ends++;
    this.disorder = place.disorder;
    this.lastPacket = place.packets;
    return true;
  }

  /** A packet of another payload type came behind one of these. */
  interrupted(disorder: number): void {
    this.disorder = disorder;
  }

  /**
   * What was counted; null where these are no events.
   *
   * @param packets of the whole stream
   */
  result(packets: number): TelephoneEvents | null {
    // Of comfort noise, which can have the same size, each packet has its own time.
    if (this.events === 0 || this.packets < 2 * this.events) return null;
    const isOver = packets - this.lastPacket >= PACKETS_BEHIND || this.ends >= FULL_ENDS;
    const counts = { ...this.counts };
    for (const defect of this.defects(isOver)) counts[defect]++;
    return { events: this.events, encrypted: this.size !== PLAIN, ...counts };
  }

  /** Whether a packet with a new timestamp is one more of the event in hand. */
  private goesOn(code: number, { follows, elapsed }: StreamPlace): boolean {
    if (this.size === PLAIN) return this.ends === 0 && code === this.code && elapsed <= SAME_KEY;
    return follows && elapsed <= SAME_ENCRYPTED_KEY;
  }

  private open(isMarked: boolean, code: number, place: StreamPlace): void {
    if (this.events > 0) {
      if (place.follows) this.disorder = place.disorder;
      for (const defect of this.defects(true)) this.counts[defect]++;
    }
    this.events++;
    this.code = code;
    this.ends = 0;
    this.isMarked = isMarked;
    this.isMarkedAgain = false;
    this.isMoved = false;
    this.isFalling = false;
    this.disorderBefore = place.disorderBefore;
  }

  /** Of the event in hand. */
  private defects(isOver: boolean): readonly EventDefect[] {
    if (!isOver || this.disorderBefore !== this.disorder) return ['notWhole'];
    const defects: EventDefect[] = [];
    if (!this.isMarked) defects.push('withoutMarker');
    if (this.isMarkedAgain) defects.push('markedAgain');
    if (this.isMoved) defects.push('timestampMoves');
    if (this.isFalling) defects.push('durationFalls');
    if (this.size === PLAIN && this.ends === 0) defects.push('withoutEnd');
    if (this.ends > 0 && this.ends < FULL_ENDS) defects.push('fewEnds');
    return defects;
  }
}
