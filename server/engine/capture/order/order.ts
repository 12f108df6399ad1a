/**
 * The order in which the records of a capture are read: that of their stamps, whatever order they stand in, without what
 * the clock leapt and what two clocks are apart. No stamp is changed: what is known of the clocks is told beside them.
 */
import { microsOf } from '../../basics/moment';
import type { CaptureClocks } from '../../basics/capture-clocks';
import type { PacketList } from '../packed-packets';
import { findLeaps, type Leap } from './leaps';
import { Sights } from './sights';
import { exchangesOf, findSkew, type Exchange } from './skew';

/** How the packets of a capture are put into order. */
export interface PacketOrder {
  readonly clocks: CaptureClocks;
  /** The place of a frame among the packets as they are read; null where it is that of its number. */
  readonly rankOf: ((frame: number) => number) | null;
}

export interface OrderedPackets extends PacketOrder {
  /** The places of all packets, in the order in which these are read. */
  readonly places: Uint32Array;
}

/** Microseconds: less than stamps tell. */
const BEHIND = 0.5;

/** Puts packets into order; where stamps tell no time they stay as they are. */
export function orderPackets(packets: PacketList): OrderedPackets {
  const stamps = stampsOf(packets);
  const leaps = findLeaps(packets, stamps);
  const { times, outOfOrder } = withoutLeaps(stamps, leaps);
  const exchanges = exchangesOf(packets, times);
  const skew = findSkew(exchanges);
  if (skew !== null) {
    const sights = new Sights();
    for (const at of times.keys()) {
      const packet = packets.at(at);
      if (packet !== undefined && sights.senderOf(packet) === skew.host)
        times[at] = (times[at] ?? NaN) - skew.micros;
    }
  }
  const early = putBehindRequests(exchanges, times);
  const told = leaps.map(({ at, micros }) => ({ frame: packets.at(at)?.frame ?? 0, micros }));
  const clocks = { outOfOrder: outOfOrder + early, leaps: told, skew, putRight: false };
  const places = Uint32Array.from(times.keys());
  if (clocks.outOfOrder === 0 && skew === null) return { places, clocks, rankOf: null };
  sort(places, times);
  const ranks = new Map<number, number>();
  for (const [rank, at] of places.entries()) ranks.set(packets.at(at)?.frame ?? 0, rank);
  return { places, clocks, rankOf: (frame) => ranks.get(frame) ?? frame };
}

/** Microseconds of each packet; NaN where none is known. */
function stampsOf(packets: PacketList): Float64Array {
  const stamps = new Float64Array(packets.length).fill(NaN);
  for (const at of stamps.keys()) {
    const packet = packets.at(at);
    if (packet !== undefined && packet.clock !== 'none') stamps[at] = microsOf(packet);
  }
  return stamps;
}

/**
 * Answers that still stand before what they answer come directly behind it: stamps jitter where a capture is put together.
 *
 * @returns how many there are
 */
function putBehindRequests(exchanges: readonly Exchange[], times: Float64Array): number {
  let early = 0;
  for (const { asked, answered } of exchanges) {
    const time = times[asked] ?? NaN;
    if (!((times[answered] ?? NaN) < time)) continue;
    times[answered] = time + BEHIND;
    early++;
  }
  return early;
}

function withoutLeaps(
  stamps: Float64Array,
  leaps: readonly Leap[],
): { readonly times: Float64Array; readonly outOfOrder: number } {
  let leapt = 0;
  let next = 0;
  let latest = -Infinity;
  let outOfOrder = 0;
  const times = stamps.map((stamp, at) => {
    for (let leap = leaps[next]; leap !== undefined && leap.at <= at; leap = leaps[++next])
      leapt += leap.micros;
    const time = stamp - leapt;
    if (time < latest) outOfOrder++;
    else if (time > latest) latest = time;
    return time;
  });
  return { times, outOfOrder };
}

/** By time; what has none stays behind what stands before it. */
function sort(places: Uint32Array, times: Float64Array): void {
  let before = -Infinity;
  const keys = times.map((time) => (before = Number.isNaN(time) ? before : time));
  places.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}
