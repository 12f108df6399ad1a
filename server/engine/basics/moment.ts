/** When and where in the file something was seen. */
import type { TraceTime } from '../../../shared/times';

export interface Moment {
  /** Number of the packet. */
  readonly frame: number;
  /** What `seconds` counts from: 1970-01-01 UTC, midnight of an unknown day, or nothing is known. */
  readonly clock: 'utc' | 'day' | 'none';
  readonly seconds: number;
  /** 0 to 999999999. */
  readonly nanos: number;
  /** Seen from the capturing host. */
  readonly direction: 'sent' | 'received' | null;
  readonly interfaceIndex: number;
}

/** The moment of a packet, of which a direction may be known that its container does not tell. */
export function momentOf(packet: Moment, direction: Moment['direction']): Moment {
  const { frame, clock, seconds, nanos, interfaceIndex } = packet;
  return { frame, clock, seconds, nanos, direction, interfaceIndex };
}

/** Microseconds since what the clock counts from; parts of them are cut off. */
export function microsOf(moment: { readonly seconds: number; readonly nanos: number }): number {
  return moment.seconds * 1e6 + Math.floor(moment.nanos / 1000);
}

/** The time as traces tell it; null where nothing is known of it. */
export function timeOf(moment: Moment): TraceTime | null {
  if (moment.clock === 'none') return null;
  return { micros: microsOf(moment), date: moment.clock === 'utc' ? 'full' : 'missing' };
}
