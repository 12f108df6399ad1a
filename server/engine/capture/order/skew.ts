/**
 * Two clocks in one capture: what a host sends was stamped by one network card, what it receives by another, and the
 * two disagree. Nobody answers before he is asked: where responses stand before their requests, the clocks are apart by
 * as much at least; where both sides ask, the middle of both is near the truth, as with NTP (RFC 5905 §8).
 */
import type { ClockSkew } from '../../basics/capture-clocks';
import type { Packet } from '../packet';
import { Sights, type ExchangeSight } from './sights';

/** Exchanges that are looked at: the two clocks of a capture do not need more. */
const MOST_EXCHANGES = 5000;
/** Requests and responses that are remembered: of a capture that shows one direction they never meet. */
export const MOST_TRANSACTIONS = 20_000;
/** Messages that are looked at: there may be nothing but repetitions. */
const MOST_LOOKS = 50_000;
/** A response this much later is one to a repetition, or of a person, and tells nothing, in microseconds. */
const LONGEST_DELAY = 10_000_000;
/** A single answer that stands before its request may be one to an earlier request. */
const LEAST_EXCHANGES = 2;
/** Time between a request and its response where nothing else is known, in microseconds. */
const SHORTEST_DELAY = 200;
/** Both sides answer within this time: the middle of both is the truth; else one of them thought it over. */
const LONGEST_ROUND_TRIP = 5000;

/** @param times microseconds of each packet; NaN where none is known */
export function findSkew(packets: readonly Packet[], times: Float64Array): ClockSkew | null {
  const exchanges = exchangesOf(packets, times);
  // Nothing is answered before it is asked: there is nothing to put right, whatever the clocks are.
  if (!exchanges.some(({ delay }) => delay < 0)) return null;
  const host = busiest(exchanges);
  const byHost = exchanges.filter(({ asker }) => asker === host).map(({ delay }) => delay);
  const byOthers = exchanges.filter(({ answerer }) => answerer === host).map(({ delay }) => delay);
  // Of the host's stamps: late ones make answers to it come too soon, early ones its own.
  const late = isBefore(byHost, byOthers) ? -least(byHost) : null;
  const early = isBefore(byOthers, byHost) ? -least(byOthers) : null;
  if ((late === null) === (early === null)) return null;
  const atLeast = late ?? early ?? 0;
  const others = late === null ? byHost : byOthers;
  const atMost = others.length === 0 ? Infinity : least(others);
  const micros = atMost > atLeast + LONGEST_ROUND_TRIP ? atLeast + SHORTEST_DELAY : (atLeast + atMost) / 2;
  const counted = late === null ? byOthers.length : byHost.length;
  return { host, micros: Math.round(late === null ? -micros : micros), exchanges: counted };
}

interface Exchange {
  readonly asker: string;
  readonly answerer: string;
  /** Microseconds from the first request to the first response. */
  readonly delay: number;
}

function exchangesOf(packets: readonly Packet[], times: Float64Array): readonly Exchange[] {
  const sights = new Sights();
  const asked = new Map<string, { readonly sight: ExchangeSight; readonly time: number }>();
  const answered = new Map<string, { readonly sight: ExchangeSight; readonly time: number }>();
  const exchanges: Exchange[] = [];
  let looks = 0;
  for (const [at, packet] of packets.entries()) {
    if (exchanges.length >= MOST_EXCHANGES || asked.size + answered.size >= MOST_TRANSACTIONS) break;
    const sight = sights.exchange(packet);
    const time = times[at] ?? NaN;
    if (sight === null || Number.isNaN(time)) continue;
    const { transaction, source, destination } = sight;
    const [own, other] = sight.kind === 'ask' ? [asked, answered] : [answered, asked];
    if (++looks > MOST_LOOKS) break;
    const [asker, answerer] = sight.kind === 'ask' ? [source, destination] : [destination, source];
    // Both sides of a NAT show the same exchange, each with its own address.
    const key = `${transaction} ${asker} ${answerer}`;
    if (own.has(key)) continue;
    own.set(key, { sight, time });
    const partner = other.get(key);
    if (partner === undefined) continue;
    const [ask, answer] = sight.kind === 'ask' ? [{ sight, time }, partner] : [partner, { sight, time }];
    const delay = answer.time - ask.time;
    if (delay <= LONGEST_DELAY)
      exchanges.push({ asker: ask.sight.source, answerer: answer.sight.source, delay });
  }
  return exchanges;
}

/**
 * Most answers to one side come before they were asked for. A single one is an oddity of its own, unless all answers to
 * the other side are late by as much: so it must be where the clocks are apart.
 */
function isBefore(delays: readonly number[], others: readonly number[]): boolean {
  const before = delays.filter((delay) => delay < 0).length;
  if (before * 2 <= delays.length) return false;
  return before >= LEAST_EXCHANGES || (others.length >= LEAST_EXCHANGES && least(others) >= -least(delays));
}

function least(delays: readonly number[]): number {
  return delays.reduce((one, other) => Math.min(one, other), Infinity);
}

function busiest(exchanges: readonly Exchange[]): string {
  const counts = new Map<string, number>();
  for (const { asker, answerer } of exchanges)
    for (const host of [asker, answerer]) counts.set(host, (counts.get(host) ?? 0) + 1);
  let found = '';
  for (const [host, count] of counts) if (count > (counts.get(found) ?? 0)) found = host;
  return found;
}
