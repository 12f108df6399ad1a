/**
 * The order in which the records of a capture are read: that of their stamps, whatever order they stand in, without what
 * the clock leapt and what two clocks are apart. No stamp is changed: what is known of the clocks is told beside them.
 */
import { microsOf } from '../../basics/moment';
import type { CaptureClocks } from '../../basics/capture-clocks';
import type { Packet } from '../packet';
import { findLeaps, type Leap } from './leaps';
import { Sights } from './sights';
import { exchangesOf, findSkew, type Exchange } from './skew';

export interface OrderedPackets {
  readonly packets: readonly Packet[];
  readonly clocks: CaptureClocks;
  /** The place of a frame among the packets as they are read; null where it is that of its number. */
  readonly rankOf: ((frame: number) => number) | null;
}

/** Microseconds: less than stamps tell. */
const BEHIND = 0.5;

/** Puts packets into order; where stamps tell no time they stay as they are. */
export function orderPackets(packets: readonly Packet[]): OrderedPackets {
  const stamps = Float64Array.from(packets, (packet) => (packet.clock === 'none' ? NaN : microsOf(packet)));
  const leaps = findLeaps(packets, stamps);
  const { times, outOfOrder } = withoutLeaps(stamps, leaps);
  const exchanges = exchangesOf(packets, times);
  const skew = findSkew(exchanges);
  if (skew !== null) {
    const sights = new Sights();
    for (const [at, packet] of packets.entries())
      if (sights.senderOf(packet) === skew.host) times[at] = (times[at] ?? NaN) - skew.micros;
  }
  const early = putBehindRequests(exchanges, times);
  const told = leaps.map(({ at, micros }) => ({ frame: packets[at]?.frame ?? 0, micros }));
  const clocks = { outOfOrder: outOfOrder + early, leaps: told, skew, putRight: false };
  if (clocks.outOfOrder === 0 && skew === null) return { packets, clocks, rankOf: null };
  const inOrder = sorted(packets, times);
  const ranks = new Map(inOrder.map(({ frame }, rank) => [frame, rank]));
  return { packets: inOrder, clocks, rankOf: (frame) => ranks.get(frame) ?? frame };
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
function sorted(packets: readonly Packet[], times: Float64Array): readonly Packet[] {
  let before = -Infinity;
  const keys = times.map((time) => (before = Number.isNaN(time) ? before : time));
  const order = Array.from(packets.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  return order.flatMap((at) => packets[at] ?? []);
}
