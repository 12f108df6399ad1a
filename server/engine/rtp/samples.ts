/**
 * A few whole packets of each stream of RTP, so that what protects it can be proved later. They are spread over the
 * stream: the first one, the last one, and some between at even distances.
 */
import { copyOf } from '../basics/bytes';
import { microsOf, type Moment } from '../basics/moment';

export interface RtpSample {
  readonly frame: number;
  /** Microseconds since the stream's first packet. */
  readonly after: number;
  /** How often the sequence numbers began anew since the stream's first packet. */
  readonly rollovers: number;
  readonly bytes: Uint8Array;
}

/** Of one stream: enough to see where another key begins. */
const MOST_SAMPLES = 6;
/** A stream that comes when many have samples keeps its first and its last packet only. */
const FEWEST_SAMPLES = 2;
/** Streams that have {@link MOST_SAMPLES}: those of some 250 calls with two legs. */
const GENEROUS_STREAMS = 1024;
/** Streams that have any: a capture of 160 MB may hold 131,000, and samples of all would be a fifth of its size. */
const MOST_STREAMS = 8192;
/** Of all samples together; hexadecimal digits in the text are twice as many. */
const MOST_OCTETS = 8 << 20;
/** Of one packet: no phone sends longer ones. */
const LONGEST_PACKET = 1500;

/** What all streams of a capture may keep together. */
export class SampleBudget {
  private streams = 0;
  private octets = MOST_OCTETS;
  private denied = 0;

  /** Samples for a further stream; null where there is no room. */
  open(): StreamSamples | null {
    if (this.streams >= MOST_STREAMS) {
      this.denied++;
      return null;
    }
    this.streams++;
    return new StreamSamples(this, this.streams > GENEROUS_STREAMS ? FEWEST_SAMPLES : MOST_SAMPLES);
  }

  /** Whether so many were turned away that it pays to look for samples that nobody needs. */
  get isTight(): boolean {
    return this.denied >= MOST_STREAMS;
  }

  /** Begins to count anew who is turned away. */
  settle(): void {
    this.denied = 0;
  }

  /** Takes back the room of a stream. */
  close({ room }: StreamSamples): void {
    this.streams--;
    this.octets += room;
  }

  take(octets: number): boolean {
    if (octets > this.octets) return false;
    this.octets -= octets;
    return true;
  }

  give(octets: number): void {
    this.octets += octets;
  }
}

/** The samples of one stream while it is counted. */
export class StreamSamples {
  /** Octets of the budget that are its own. */
  room = 0;
  private kept: RtpSample[] = [];
  private seen = 0;
  /** Every so many packets one is kept. */
  private distance = 1;
  private latest = new Uint8Array(0);
  private latestLength = 0;
  private latestFrame = 0;
  private latestAfter = 0;
  private latestRollovers = 0;

  constructor(
    private readonly budget: SampleBudget,
    private readonly most: number,
  ) {}

  /** Takes a whole packet with a higher number than all before it. */
  add(bytes: Uint8Array, start: number, end: number, moment: Moment, first: Moment, rollovers: number): void {
    const length = end - start;
    if (length > LONGEST_PACKET) return;
    const { frame } = moment;
    const after = microsOf(moment) - microsOf(first);
    const isDue = this.seen++ % this.distance === 0;
    if (isDue && this.take(length)) {
      this.kept.push({ frame, after, rollovers, bytes: copyOf(bytes, start, end) });
      if (this.kept.length === this.most) this.thin();
    }
    this.keepLatest(bytes, start, length);
    this.latestFrame = frame;
    this.latestAfter = after;
    this.latestRollovers = rollovers;
  }

  /** All samples, in order. */
  list(): readonly RtpSample[] {
    const { kept, latestFrame, latestLength } = this;
    if (latestLength === 0 || kept.at(-1)?.frame === latestFrame) return kept;
    const last = {
      frame: latestFrame,
      after: this.latestAfter,
      rollovers: this.latestRollovers,
      bytes: copyOf(this.latest, 0, latestLength),
    };
    return [...kept, last];
  }

  private take(octets: number): boolean {
    if (!this.budget.take(octets)) return false;
    this.room += octets;
    return true;
  }

  /** Drops every second one. */
  private thin(): void {
    let freed = 0;
    this.kept = this.kept.filter(({ bytes }, index) => {
      if (index % 2 === 0) return true;
      freed += bytes.length;
      return false;
    });
    this.room -= freed;
    this.budget.give(freed);
    this.distance *= 2;
  }

  private keepLatest(bytes: Uint8Array, start: number, length: number): void {
    if (length > this.latest.length) {
      const isRoomy = this.take(length - this.latest.length);
      this.latestLength = 0;
      if (!isRoomy) return;
      this.latest = new Uint8Array(length);
    }
    this.latest.set(bytes.subarray(start, start + length));
    this.latestLength = length;
  }
}
