/**
 * Two clocks in one capture: what a host sends was stamped by one network card, what it receives by another, and the
 * two disagree. Nobody answers before he is asked: where responses stand before their requests, the clocks are apart by
 * as much at least; where both sides ask, the middle of both is near the truth, as with NTP (RFC 5905 §8).
 */
import type { ClockSkew } from '../../basics/capture-clocks';
import type { PacketList } from '../packed-packets';
import { Sights } from './sights';

/** Exchanges that are looked at: the two clocks of a capture do not need more. */
const MOST_EXCHANGES = 5000;
/** Requests and responses that are remembered: of a capture that shows one direction they never meet. */
export const MOST_TRANSACTIONS = 20_000;
/** Hosts whose clock may be the one that is off. */
const MOST_HOSTS = 8;
/** Messages that are looked at: there may be nothing but repetitions. */
const MOST_LOOKS = 50_000;
/** A response this much later is one to a repetition, or of a person, and tells nothing, in microseconds. */
const LONGEST_DELAY = 10_000_000;
/** A single answer that stands before its request may be one to an earlier request. */
const LEAST_EXCHANGES = 2;
/** An answer so early and one as late the other way are no chance, in microseconds. */
const NO_CHANCE = 1_000_000;
/** Time between a request and its response where nothing else is known, in microseconds. */
const SHORTEST_DELAY = 200;
/** Both sides answer within this time: the middle of both is the truth; else one of them thought it over. */
const LONGEST_ROUND_TRIP = 5000;

export function findSkew(exchanges: readonly Exchange[]): ClockSkew | null {
  // Nothing is answered before it is asked: there is nothing to put right, whatever the clocks are.
  if (!exchanges.some(({ delay }) => delay < 0)) return null;
  // As a rule it is the host beside which the capture was taken; where its exchanges with others deny it, one of these.
  for (const host of busiestFirst(exchanges)) {
    const skew = skewOf(host, exchanges);
    if (skew !== null) return skew;
  }
  return null;
}

/** By how much the stamps of what a host sends are off; null where its exchanges do not agree on it. */
function skewOf(host: string, exchanges: readonly Exchange[]): ClockSkew | null {
  const byHost = exchanges.filter(({ asker }) => asker === host).map(({ delay }) => delay);
  const byOthers = exchanges.filter(({ answerer }) => answerer === host).map(({ delay }) => delay);
  // Of the host's stamps: late ones make answers to it come too soon, early ones its own.
  const late = isBefore(byHost, byOthers) ? -least(byHost) : null;
  const early = isBefore(byOthers, byHost) ? -least(byOthers) : null;
  if ((late === null) === (early === null)) return null;
  const atLeast = late ?? early ?? 0;
  const others = late === null ? byHost : byOthers;
  const atMost = others.length === 0 ? Infinity : least(others);
  if (atMost < atLeast - LONGEST_ROUND_TRIP) return null;
  const micros = atMost > atLeast + LONGEST_ROUND_TRIP ? atLeast + SHORTEST_DELAY : (atLeast + atMost) / 2;
  const counted = late === null ? byOthers.length : byHost.length;
  return { host, micros: Math.round(late === null ? -micros : micros), exchanges: counted };
}

/** The first request and the first response of a transaction between two hosts. */
export interface Exchange {
  readonly asker: string;
  readonly answerer: string;
  /** Microseconds from the one to the other. */
  readonly delay: number;
  /** Their places among the packets. */
  readonly asked: number;
  readonly answered: number;
}

/** @param times microseconds of each packet; NaN where none is known */
export function exchangesOf(packets: PacketList, times: Float64Array): readonly Exchange[] {
  const sights = new Sights();
  const asked = new Map<string, Seen>();
  const answered = new Map<string, Seen>();
  const exchanges: Exchange[] = [];
  let looks = 0;
  for (const at of times.keys()) {
    if (exchanges.length >= MOST_EXCHANGES || asked.size + answered.size >= MOST_TRANSACTIONS) break;
    const packet = packets.at(at);
    const sight = packet === undefined ? null : sights.exchange(packet);
    const time = times[at] ?? NaN;
    if (sight === null || Number.isNaN(time)) continue;
    const { transaction, source, destination } = sight;
    const [own, other] = sight.kind === 'ask' ? [asked, answered] : [answered, asked];
    if (++looks > MOST_LOOKS) break;
    const [asker, answerer] = sight.kind === 'ask' ? [source, destination] : [destination, source];
    // Both sides of a NAT show the same exchange, each with its own address.
    const key = `${transaction} ${asker} ${answerer}`;
    if (own.has(key)) continue;
    own.set(key, { at, time });
    const partner = other.get(key);
    if (partner === undefined) continue;
    const [ask, answer] = sight.kind === 'ask' ? [{ at, time }, partner] : [partner, { at, time }];
    const delay = answer.time - ask.time;
    if (delay <= LONGEST_DELAY)
      exchanges.push({ asker, answerer, delay, asked: ask.at, answered: answer.at });
  }
  return exchanges;
}

/** Where a packet stands, and when it was stamped. */
interface Seen {
  readonly at: number;
  readonly time: number;
}

/**
 * Most answers to one side come before they were asked for. A single one is an oddity of its own, unless all answers to
 * the other side are late by as much: so it must be where the clocks are apart.
 */
function isBefore(delays: readonly number[], others: readonly number[]): boolean {
  const before = delays.filter((delay) => delay < 0).length;
  if (before * 2 <= delays.length) return false;
  const apart = -least(delays);
  const enough = apart >= NO_CHANCE ? 1 : LEAST_EXCHANGES;
  return before >= LEAST_EXCHANGES || (others.length >= enough && least(others) >= apart);
}

function least(delays: readonly number[]): number {
  return delays.reduce((one, other) => Math.min(one, other), Infinity);
}

function busiestFirst(exchanges: readonly Exchange[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { asker, answerer } of exchanges)
    for (const host of [asker, answerer]) counts.set(host, (counts.get(host) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_HOSTS)
    .map(([host]) => host);
}
