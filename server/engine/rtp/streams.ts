/**
 * RTP folded into streams: one for each pair of addresses and ports and each SSRC, with the payload types that
 * appear in it. Sequence numbers count over all payload types of a stream (RFC 3550 §5.1), so loss is the stream's,
 * while counts, times and jitter are kept for each payload type.
 */
import { emptyFlowKey, type Flow, FlowTable, setFlowKey } from '../basics/flow-table';
import type { Moment } from '../basics/moment';
import { rtpMarker, rtpPayloadType, rtpSequence, rtpSsrc, rtpTimestamp } from './header';
import { SampleBudget, type RtpSample, type StreamSamples } from './samples';
import { staticPayloadType } from './static-payload-types';
import { openEvents, type EventFolder, type TelephoneEvents } from './telephone-events';

export interface RtpEndpoint {
  readonly address: string;
  readonly port: number;
}

export interface RtpStream {
  readonly source: RtpEndpoint;
  readonly destination: RtpEndpoint;
  readonly transport: string;
  readonly ssrc: number;
  readonly first: Moment;
  readonly last: Moment;
  readonly packets: number;
  /** Of RTP, header and payload. */
  readonly octets: number;
  /** Packets that the sequence numbers speak of, and that were not seen. */
  readonly lost: number;
  readonly duplicates: number;
  /** Packets that came behind one with a higher number. */
  readonly late: number;
  /** How often the numbers began anew. */
  readonly restarts: number;
  /** The first holes in the numbers. */
  readonly gaps: readonly RtpGap[];
  /** The first times in which nothing came, a second or longer. */
  readonly silences: readonly RtpSilence[];
  readonly payloadTypes: readonly RtpPayload[];
  /**
   * Enough packets follow each other by number to say that this is RTP, not something that looks so by chance; those that
   * a capture has twice count once.
   */
  readonly likely: boolean;
  /** Whole packets, spread over the stream; none unless they were asked for. */
  readonly samples: readonly RtpSample[];
}

export interface RtpGap {
  /** The packet behind the hole. */
  readonly frame: number;
  /** Packets that were missing then; some may have come late. */
  readonly missing: number;
}

/** Nothing came between two packets. */
export interface RtpSilence {
  readonly before: Moment;
  readonly behind: Moment;
}

export interface RtpPayload {
  readonly payloadType: number;
  readonly packets: number;
  readonly first: Moment;
  readonly last: Moment;
  /** Packets with the marker bit. */
  readonly markers: number;
  /**
   * Interarrival jitter (RFC 3550 §6.4.1) at the end and at its highest, in milliseconds, over packets of this type
   * that follow each other; null where the payload type's clock is not known.
   */
  readonly jitter: { readonly last: number; readonly highest: number } | null;
  /** Key presses, if that is what the payload type stands for; null where it cannot be. */
  readonly events: TelephoneEvents | null;
}

/** A packet, as the dissector has it at hand: `start` to `end` of the octets. */
export interface MediaPacket {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly moment: Moment;
  /** Its end was not captured. */
  readonly cut: boolean;
  /** Between whom it went; asked for once for each new stream. */
  readonly route: () => {
    readonly source: RtpEndpoint;
    readonly destination: RtpEndpoint;
    readonly transport: string;
  };
}

export interface RtpStreamsOptions {
  /** The clock in Hz of a payload type that has no static meaning; null where it is not known. */
  readonly clockRate?: (payloadType: number) => number | null;
  /** Keep samples of the packets. */
  readonly samples?: boolean;
}

const MOST_STREAMS = 131_072;
const MOST_GAPS = 50;
const MOST_SILENCES = 20;
/** Seconds. */
const LEAST_SILENCE = 1;
const MOST_PAYLOAD_TYPES = 16;
/** RFC 3550 appendix A.1. */
const FARTHEST_AHEAD = 3000;
const FARTHEST_BEHIND = 100;

interface PayloadState {
  readonly payloadType: number;
  packets: number;
  readonly first: Moment;
  last: Moment;
  markers: number;
  readonly clockRate: number | null;
  /** RTP time of the last packet. */
  timestamp: number;
  /** In units of the clock. */
  jitter: number;
  highestJitter: number;
  events: EventFolder | null;
}

interface StreamState {
  readonly source: RtpEndpoint;
  readonly destination: RtpEndpoint;
  readonly transport: string;
  readonly ssrc: number;
  readonly first: Moment;
  last: Moment;
  packets: number;
  octets: number;
  duplicates: number;
  late: number;
  restarts: number;
  /** Packets that followed the one before them by number. */
  inOrder: number;
  /** Numbers spoken for since the last restart are `highest - base + 1`; those before it stand in `earlier`. */
  earlier: number;
  base: number;
  highest: number;
  /** The number that would confirm a restart; -1 where none is suspected. */
  suspect: number;
  /** Bit n: the number `highest - n` was seen. */
  seen: number;
  readonly gaps: RtpGap[];
  readonly silences: RtpSilence[];
  readonly payloads: PayloadState[];
  /** Of the last packet. */
  current: PayloadState | null;
  samples: StreamSamples | null;
}

export class RtpStreams {
  /** Streams that were dropped for want of room. */
  forgotten = 0;
  private readonly key = emptyFlowKey();
  private readonly streams = new FlowTable<StreamState>(MOST_STREAMS, (stream) => {
    this.forgotten++;
    this.dropSamples(stream);
  });
  private readonly clockRate: (payloadType: number) => number | null;
  private readonly budget: SampleBudget | null;

  constructor({ clockRate = () => null, samples = false }: RtpStreamsOptions = {}) {
    this.clockRate = clockRate;
    this.budget = samples ? new SampleBudget() : null;
  }

  get size(): number {
    return this.streams.size;
  }

  /**
   * Counts a packet that `isRtp` took for RTP.
   */
  add(flow: Flow, packet: MediaPacket): void {
    const { bytes, start, end, moment } = packet;
    const ssrc = rtpSsrc(bytes, start);
    setFlowKey(this.key, flow, ssrc);
    const sequence = rtpSequence(bytes, start);
    let stream = this.streams.get(this.key);
    let isNewest = true;
    const disorder = stream === undefined ? 0 : stream.packets - stream.inOrder;
    if (stream === undefined) {
      stream = newStream(packet.route(), ssrc, sequence, moment);
      this.streams.set(this.key, stream);
      stream.samples = this.openSamples();
    } else isNewest = countSequence(stream, sequence, moment.frame);
    if (isNewest && !packet.cut)
      stream.samples?.add(bytes, start, end, moment, stream.first, rolloversOf(stream));
    if (
      Math.abs(secondsBetween(stream.last, moment)) >= LEAST_SILENCE &&
      stream.silences.length < MOST_SILENCES
    )
      stream.silences.push({ before: stream.last, behind: moment });
    stream.packets++;
    stream.octets += end - start;
    stream.last = moment;
    this.countPayload(stream, packet, isNewest, disorder);
  }

  /** All streams, in the order of their first packets. */
  list(): readonly RtpStream[] {
    return [...this.streams.values()].map(asStream).sort((a, b) => a.first.frame - b.first.frame);
  }

  private openSamples(): StreamSamples | null {
    const { budget } = this;
    if (budget === null) return null;
    const samples = budget.open();
    if (samples !== null || !budget.isTight) return samples;
    // Noise that looks like RTP makes a stream of each packet: those that are still alone give way.
    for (const stream of this.streams.values()) if (stream.packets === 1) this.dropSamples(stream);
    budget.settle();
    return budget.open();
  }

  private dropSamples(stream: StreamState): void {
    if (stream.samples !== null) this.budget?.close(stream.samples);
    stream.samples = null;
  }

  /** @param disorderBefore - the stream's without this packet. */
  private countPayload(
    stream: StreamState,
    { bytes, start, end, moment, cut }: MediaPacket,
    isNewest: boolean,
    disorderBefore: number,
  ): void {
    const payloadType = rtpPayloadType(bytes, start);
    const timestamp = rtpTimestamp(bytes, start);
    let payload = stream.payloads.find((known) => known.payloadType === payloadType);
    if (payload === undefined) {
      if (stream.payloads.length >= MOST_PAYLOAD_TYPES) return;
      const clockRate = staticPayloadType(payloadType)?.clockRate ?? this.clockRate(payloadType);
      const events = openEvents(payloadType, bytes, start, end);
      payload = newPayload(payloadType, clockRate, moment, timestamp, events);
      stream.payloads.push(payload);
    } else if (stream.current === payload) countJitter(payload, timestamp, moment);
    const { current } = stream;
    const follows = current === payload;
    const disorder = stream.packets - stream.inOrder;
    if (!follows) current?.events?.interrupted(disorder);
    if (payload.events !== null) {
      const elapsed = secondsBetween(payload.last, moment);
      const place = { packets: stream.packets, disorderBefore, disorder, isNewest, follows, elapsed };
      if (!payload.events.add(bytes, start, end, !cut, timestamp, place)) payload.events = null;
    }
    payload.timestamp = timestamp;
    stream.current = payload;
    payload.packets++;
    payload.last = moment;
    if (rtpMarker(bytes, start)) payload.markers++;
  }
}

function rolloversOf({ highest }: StreamState): number {
  return Math.max(0, Math.floor(highest / 65536));
}

/**
 * Follows sequence numbers as RFC 3550 appendix A.1 does.
 *
 * @returns whether the packet has a higher number than all before it
 */
function countSequence(stream: StreamState, sequence: number, frame: number): boolean {
  const ahead = (sequence - stream.highest) & 0xffff;
  if (ahead === 0) {
    stream.duplicates++;
    return false;
  }
  if (ahead < FARTHEST_AHEAD) {
    if (ahead === 1) stream.inOrder++;
    else if (stream.gaps.length < MOST_GAPS) stream.gaps.push({ frame, missing: ahead - 1 });
    stream.highest += ahead;
    stream.seen = ahead < 32 ? (stream.seen << ahead) | 1 : 1;
    stream.suspect = -1;
    return true;
  }
  const behind = 65536 - ahead;
  if (behind <= FARTHEST_BEHIND) {
    if (behind < 32 && ((stream.seen >>> behind) & 1) === 1) stream.duplicates++;
    else {
      stream.late++;
      if (behind < 32) stream.seen |= 1 << behind;
      stream.base = Math.min(stream.base, stream.highest - behind);
    }
    return false;
  }
  if (sequence === stream.suspect) {
    // Two packets in a row agree: the sender began anew with the one before this.
    stream.restarts++;
    stream.earlier += stream.highest - stream.base + 1;
    // The number that is nearest to the last one, as a receiver of SRTP guesses it (RFC 3711 §3.3.1).
    stream.highest += ahead < 32768 ? ahead : -behind;
    stream.base = stream.highest - 1;
    stream.seen = 3;
    stream.suspect = -1;
    return true;
  }
  stream.suspect = (sequence + 1) & 0xffff;
  return false;
}

function countJitter(payload: PayloadState, timestamp: number, moment: Moment): void {
  const { clockRate } = payload;
  if (clockRate === null) return;
  const difference = secondsBetween(payload.last, moment) * clockRate - ((timestamp - payload.timestamp) | 0);
  payload.jitter += (Math.abs(difference) - payload.jitter) / 16;
  payload.highestJitter = Math.max(payload.highestJitter, payload.jitter);
}

function secondsBetween(one: Moment, other: Moment): number {
  return other.seconds - one.seconds + (other.nanos - one.nanos) / 1e9;
}

function newStream(
  ends: ReturnType<MediaPacket['route']>,
  ssrc: number,
  sequence: number,
  moment: Moment,
): StreamState {
  const { source, destination, transport } = ends;
  return {
    source,
    destination,
    transport,
    ssrc,
    first: moment,
    last: moment,
    packets: 0,
    octets: 0,
    duplicates: 0,
    late: 0,
    restarts: 0,
    inOrder: 0,
    earlier: 0,
    base: sequence,
    highest: sequence,
    suspect: -1,
    seen: 1,
    gaps: [],
    silences: [],
    payloads: [],
    current: null,
    samples: null,
  };
}

function newPayload(
  payloadType: number,
  clockRate: number | null,
  moment: Moment,
  timestamp: number,
  events: EventFolder | null,
): PayloadState {
  return {
    payloadType,
    packets: 0,
    first: moment,
    last: moment,
    markers: 0,
    clockRate,
    timestamp,
    jitter: 0,
    highestJitter: 0,
    events,
  };
}

function asStream(state: StreamState): RtpStream {
  const expected = state.earlier + state.highest - state.base + 1;
  const { source, destination, transport, ssrc, first, last, packets, octets, duplicates, late, restarts } =
    state;
  return {
    source,
    destination,
    transport,
    ssrc,
    first,
    last,
    packets,
    octets,
    lost: Math.max(0, expected - (packets - duplicates)),
    duplicates,
    late,
    restarts,
    gaps: state.gaps,
    silences: state.silences,
    payloadTypes: state.payloads.map((payload) => asPayload(payload, packets)),
    likely: isLikely(packets - duplicates, state.inOrder),
    samples: state.samples?.list() ?? [],
  };
}

function isLikely(packets: number, inOrder: number): boolean {
  return packets >= 3 && inOrder * 2 >= packets;
}

/** @param ofStream - packets of the whole stream. */
function asPayload(state: PayloadState, ofStream: number): RtpPayload {
  const { payloadType, packets, first, last, markers, clockRate, events } = state;
  const inMillis = (units: number, rate: number): number => (units / rate) * 1000;
  return {
    payloadType,
    packets,
    first,
    last,
    markers,
    jitter:
      clockRate === null
        ? null
        : { last: inMillis(state.jitter, clockRate), highest: inMillis(state.highestJitter, clockRate) },
    events: events?.result(ofStream) ?? null,
  };
}
