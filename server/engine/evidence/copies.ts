/**
 * The same packet captured twice: by a mirror of several ports, on all interfaces of a host, or before and behind a
 * router. Same octets between the same ends within a few milliseconds are a copy, as no timer of SIP or STUN is so short
 * (RFC 3261 §17.1.1.1: T1 is 500 ms; RFC 8489 §6.2.1: RTO is 500 ms).
 */
import type { TraceMessage } from '../traces/message';
import { hasOctets, octetsOf, sightOf } from '../traces/look';
import type { Clock } from './clock';

export interface CopyCounts {
  /** Messages that are copies. */
  readonly messages: number;
  /** Of RTP: packets that came again under a number that had come, and all packets. */
  readonly media: { readonly twice: number; readonly packets: number };
  /** Median time between a message and its copy, in microseconds; null without copies of messages. */
  readonly apart: number | null;
}

export interface Copies extends CopyCounts {
  /** The message that each copy is one of, by the copy's place in the trace. */
  readonly of: ReadonlyMap<number, TraceMessage>;
  /** The first copy; null where there is none. */
  readonly first: TraceMessage | null;
}

/** What comes so much later is a repetition by its sender, in microseconds. */
export const LONGEST_APART = 20_000;

/** Ways on which the last message is remembered. */
const MOST_WAYS = 50_000;

export function findCopies(messages: readonly TraceMessage[], clock: Clock): Copies {
  const of = new Map<number, TraceMessage>();
  let first: TraceMessage | null = null;
  const recent = new Map<string, Sighting[]>();
  const apart: number[] = [];
  let twice = 0;
  let packets = 0;
  for (const message of messages) {
    const { source, destination, frame } = message.record.meta;
    if (frame === undefined || source === null || destination === null || !clock.has(message)) continue;
    const sight = sightOf(message);
    const { stream } = sight;
    if (stream !== null) {
      twice += stream.twice ?? 0;
      packets += stream.packets;
      continue;
    }
    if (!hasOctets(sight)) continue;
    const way = `${source.address} ${source.port ?? 0} ${destination.address} ${destination.port ?? 0}`;
    const { sum } = sight;
    const time = clock.at(message);
    const before = (recent.get(way) ?? []).filter((each) => time - each.time < LONGEST_APART);
    const original = before.find((each) => each.sum === sum && octetsOf(each.message) === octetsOf(message));
    if (original !== undefined) {
      of.set(message.index, original.message);
      first ??= message;
      apart.push(time - original.time);
      continue;
    }
    if (recent.size >= MOST_WAYS) recent.clear();
    recent.set(way, [...before, { message, time, sum }]);
  }
  apart.sort((a, b) => a - b);
  return { of, first, messages: of.size, media: { twice, packets }, apart: apart[apart.length >> 1] ?? null };
}

interface Sighting {
  readonly message: TraceMessage;
  /** Microseconds on the judging clock. */
  readonly time: number;
  /** Of its octets. */
  readonly sum: number;
}
