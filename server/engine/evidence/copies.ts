/**
 * The same packet captured twice: by a mirror of several ports, on all interfaces of a host, or before and behind a
 * router. Same octets between the same ends within a few milliseconds are a copy, as no timer of SIP or STUN is so short
 * (RFC 3261 §17.1.1.1: T1 is 500 ms; RFC 8489 §6.2.1: RTO is 500 ms).
 */
import type { StreamFacts } from '../trace-text/blocks/rtp';
import type { TraceMessage } from '../traces/message';
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
  /** The message that each copy is one of. */
  readonly of: ReadonlyMap<TraceMessage, TraceMessage>;
}

/** What comes so much later is a repetition by its sender, in microseconds. */
export const LONGEST_APART = 20_000;

/** Ways on which the last message is remembered. */
const MOST_WAYS = 50_000;

export function findCopies(messages: readonly TraceMessage[], clock: Clock): Copies {
  const of = new Map<TraceMessage, TraceMessage>();
  const recent = new Map<string, TraceMessage[]>();
  const apart: number[] = [];
  let twice = 0;
  let packets = 0;
  for (const message of messages) {
    const { source, destination, frame } = message.record.meta;
    if (frame === undefined || source === null || destination === null || !clock.has(message)) continue;
    const stream = streamOf(message);
    if (stream !== null) {
      twice += stream.twice ?? 0;
      packets += stream.packets;
      continue;
    }
    const octets = octetsOf(message);
    if (octets === null) continue;
    const way = `${source.address} ${source.port ?? 0} ${destination.address} ${destination.port ?? 0}`;
    const time = clock.at(message);
    const before = (recent.get(way) ?? []).filter((each) => time - clock.at(each) < LONGEST_APART);
    const original = before.find((each) => octetsOf(each) === octets);
    if (original !== undefined) {
      of.set(message, original);
      apart.push(time - clock.at(original));
      continue;
    }
    if (recent.size >= MOST_WAYS) recent.clear();
    recent.set(way, [...before, message]);
  }
  apart.sort((a, b) => a - b);
  return { of, messages: of.size, media: { twice, packets }, apart: apart[apart.length >> 1] ?? null };
}

/** The stream that a message stands for; null where it is none. */
export function streamOf(message: TraceMessage): StreamFacts | null {
  // Its kind is known of a message whose tree is not there.
  if (message.record.kind !== 'packet') return null;
  const { parsed } = message;
  return parsed.kind === 'packet' && parsed.type === 'rtp' ? parsed.stream : null;
}

/** What tells a message from others; null where it stands for more than a packet. */
export function octetsOf(message: TraceMessage): string | null {
  if (message.record.kind === 'sip') return message.record.content;
  const { parsed } = message;
  if (parsed.kind !== 'packet') return null;
  switch (parsed.type) {
    case 'stun':
    case 'turn':
    case 'rtcp':
    case 'dtls':
    case 'dns':
      return parsed.content.slice(parsed.content.indexOf('\n') + 1);
    default:
      return null;
  }
}
