/** When and where in the file something was seen. */
import type { Packet } from './packet';

export interface Moment {
  /** Number of the packet. */
  readonly frame: number;
  readonly clock: Packet['clock'];
  readonly seconds: number;
  readonly nanos: number;
  /** Seen from the capturing host. */
  readonly direction: Packet['direction'];
  readonly interfaceIndex: number;
}

export function momentOf(packet: Packet, direction: Packet['direction']): Moment {
  const { frame, clock, seconds, nanos, interfaceIndex } = packet;
  return { frame, clock, seconds, nanos, direction, interfaceIndex };
}

/** Microseconds since what the clock counts from; parts of them are cut off. */
export function microsOf(moment: { readonly seconds: number; readonly nanos: number }): number {
  return moment.seconds * 1e6 + Math.floor(moment.nanos / 1000);
}
