/**
 * Where the messages of a log belong among the packets of other traces. Its clock may be a second off, or drift, or it
 * tells no time at all; but a description stands before the checks that name its ufrag, and a call ends behind its last
 * packet. So no check comes to stand before its answer for want of a clock.
 */
import { factsOf, type SipFacts } from '../sip/facts';
import { mediaEndsOf } from '../sdp/media-ends';
import { USERNAME } from '../stun/attributes';
import { stunText } from '../stun/message';
import { parseSip } from '../sip/parse';
import type { TextRecord } from '../text/record';
import { parsePacket, stunOf } from '../trace-text/packet';
import { endKey, type Shift, ufragsOf } from './join-evidence';
import { descriptionsOf } from './message';

const RECORDS_PER_SLICE = 100;

interface Span {
  readonly first: number;
  readonly last: number;
}

/** When checks and media of a trace came, in microseconds on the common clock. */
export class PacketTimes {
  /** By each of the two ufrags that a check names; its answers count. */
  readonly checks = new Map<string, Span>();
  /** By where it goes. */
  readonly media = new Map<string, Span>();
  private readonly namedBy = new Map<string, readonly string[]>();

  /** @param shift a time of the trace on the common clock */
  add({ kind, meta, content }: TextRecord, shift: Shift): void {
    const { time, destination } = meta;
    if (kind !== 'packet' || time?.date !== 'full') return;
    const packet = parsePacket(content);
    const at = shift(time.micros);
    const stun = stunOf(packet);
    if (stun !== null) {
      const ufrags = stunText(stun, USERNAME)?.split(':') ?? this.namedBy.get(stun.transactionId) ?? [];
      if (stun.class === 'request') this.namedBy.set(stun.transactionId, ufrags);
      for (const ufrag of ufrags) widen(this.checks, ufrag, at, at);
    } else if (packet.type === 'rtp' && destination !== null && destination.port !== null) {
      const { last } = packet.stream;
      const until = last?.date === 'full' ? shift(last.micros) : at;
      widen(this.media, endKey(destination.address, destination.port), at, until);
    }
  }
}

function widen(spans: Map<string, Span>, key: string, first: number, last: number): void {
  const known = spans.get(key);
  const span = { first: Math.min(first, known?.first ?? first), last: Math.max(last, known?.last ?? last) };
  spans.set(key, span);
}

/** Packets of another trace, and how far its clock may be from that of the log, in microseconds. */
export interface OtherPackets {
  readonly times: PacketTimes;
  readonly tolerance: number;
}

interface Placed {
  readonly record: TextRecord;
  readonly facts: SipFacts;
  /** Ufrags that no message of its call had before. */
  readonly ufrags: readonly string[];
  readonly ends: readonly string[];
}

/**
 * Microseconds on the common clock at which the messages of a trace are to stand. Half of one sets a message between
 * packets. A message that has no place of its own is not among them.
 *
 * @param timeOf of a message by the clock of its own log; null where that tells none
 */
export function* placesOf(
  records: readonly TextRecord[],
  timeOf: (record: TextRecord) => number | null,
  others: readonly OtherPackets[],
): Generator<void, ReadonlyMap<TextRecord, number>> {
  const places = new Map<TextRecord, number>();
  const { calls, callOfEnd } = yield* callsOf(records);
  for (const [callId, messages] of calls) {
    yield;
    const isOwn = (end: string): boolean => callOfEnd.get(end) === callId;
    const untimed = messages.every(({ record }) => timeOf(record) === null);
    if (untimed) placeUntimed(messages, isOwn, others, places);
    else placeTimed(messages, isOwn, timeOf, others, places);
  }
  return places;
}

function* callsOf(records: readonly TextRecord[]): Generator<
  void,
  {
    readonly calls: ReadonlyMap<string, readonly Placed[]>;
    /** Which call's descriptions name an end; null where several do. */
    readonly callOfEnd: ReadonlyMap<string, string | null>;
  }
> {
  const calls = new Map<string, Placed[]>();
  const callOfEnd = new Map<string, string | null>();
  const known = new Set<string>();
  for (const [place, record] of records.entries()) {
    if (place % RECORDS_PER_SLICE === 0) yield;
    if (record.kind !== 'sip') continue;
    const message = parseSip(record.content);
    const facts = factsOf(message);
    const descriptions = descriptionsOf(message);
    const ufrags = descriptions.flatMap(ufragsOf).filter((ufrag) => !known.has(`${facts.callId} ${ufrag}`));
    for (const ufrag of ufrags) known.add(`${facts.callId} ${ufrag}`);
    const ends = descriptions.flatMap(mediaEndsOf).map(({ address, port }) => endKey(address, port));
    for (const end of ends) {
      const named = callOfEnd.get(end);
      callOfEnd.set(end, named === undefined || named === facts.callId ? facts.callId : null);
    }
    const messages = calls.get(facts.callId);
    const placed = { record, facts, ufrags, ends };
    if (messages === undefined) calls.set(facts.callId, [placed]);
    else messages.push(placed);
  }
  return { calls, callOfEnd };
}

/** In the order of the log: the call before its first packet, new ufrags before theirs, its end behind the last one. */
function placeUntimed(
  messages: readonly Placed[],
  isOwn: (end: string) => boolean,
  others: readonly OtherPackets[],
  places: Map<TextRecord, number>,
): void {
  const all = spanOf(others.flatMap(({ times }) => spanOfCall(messages, isOwn, times) ?? []));
  if (all === null) return;
  let now = all.first - 0.5;
  for (const { record, facts, ufrags } of messages) {
    const checks = spanOf(others.flatMap(({ times }) => checksOf(ufrags, times)));
    if (checks !== null) now = Math.max(now, checks.first - 0.5);
    if (isEnding(facts)) now = Math.max(now, all.last + 0.5);
    places.set(record, now);
  }
}

/** By its own clock, as far as nothing comes to stand before what it follows. */
function placeTimed(
  messages: readonly Placed[],
  isOwn: (end: string) => boolean,
  timeOf: (record: TextRecord) => number | null,
  others: readonly OtherPackets[],
  places: Map<TextRecord, number>,
): void {
  let limit = Infinity;
  for (const { record, ufrags } of messages.toReversed()) {
    const time = timeOf(record);
    if (time === null) continue;
    for (const { times, tolerance } of others) {
      const first = spanOf(checksOf(ufrags, times))?.first ?? Infinity;
      if (first < time && time - first <= tolerance) limit = Math.min(limit, first - 0.5);
    }
    places.set(record, Math.min(time, limit));
  }
  const ends = others.map(({ times, tolerance }) => {
    return { last: spanOfCall(messages, isOwn, times)?.last ?? -Infinity, tolerance };
  });
  let earliest = -Infinity;
  for (const { record, facts } of messages) {
    const time = places.get(record);
    if (time === undefined) continue;
    if (isEnding(facts)) {
      for (const { last, tolerance } of ends)
        if (last > time && last - time <= tolerance) earliest = Math.max(earliest, last + 0.5);
    }
    places.set(record, Math.max(time, earliest));
  }
}

function spanOfCall(
  messages: readonly Placed[],
  isOwn: (end: string) => boolean,
  times: PacketTimes,
): Span | null {
  return spanOf(
    messages.flatMap(({ ufrags, ends }) => [
      ...checksOf(ufrags, times),
      ...ends.flatMap((end) => (isOwn(end) ? (times.media.get(end) ?? []) : [])),
    ]),
  );
}

function checksOf(ufrags: readonly string[], { checks }: PacketTimes): readonly Span[] {
  return ufrags.flatMap((ufrag) => checks.get(ufrag) ?? []);
}

/** From the first to the last of all; null where there is none. */
function spanOf(spans: readonly Span[]): Span | null {
  return spans.reduce<Span | null>(
    (all, { first, last }) =>
      all === null ? { first, last } : { first: Math.min(all.first, first), last: Math.max(all.last, last) },
    null,
  );
}

/** A BYE, a CANCEL, or the refusal of an INVITE (RFC 3261 §9, §13, §15). */
function isEnding({ method, status }: SipFacts): boolean {
  if (status === null) return method === 'BYE' || method === 'CANCEL';
  return method === 'INVITE' && status >= 300;
}
