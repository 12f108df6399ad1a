/** What is known of the clocks by which the packets of a capture were stamped, beside the stamps. */

export interface CaptureClocks {
  /** Packets that stood behind one with a later stamp. */
  readonly outOfOrder: number;
  readonly leaps: readonly ClockLeap[];
  readonly skew: ClockSkew | null;
  /** Whether the stamps of the text are without them, as those of joined traces are. */
  readonly putRight: boolean;
}

/** From a packet on, the clock counts otherwise than before it. */
export interface ClockLeap {
  /** The first packet behind it. */
  readonly frame: number;
  /** Microseconds by which the clock went ahead of the true time; negative where it went back. */
  readonly micros: number;
}

/** What a host sent is stamped by another clock than what it received. */
export interface ClockSkew {
  readonly host: string;
  /** Microseconds by which the stamps of what the host sent are late; negative where they are early. */
  readonly micros: number;
  /** Requests and responses that it rests on. */
  readonly exchanges: number;
}

export const steadyClocks: CaptureClocks = { outOfOrder: 0, leaps: [], skew: null, putRight: false };

/**
 * A stamp without what the clocks do.
 *
 * @param micros since 1970, as stamped
 * @param frame the packet that was stamped
 * @param sender the address that sent it; undefined where it is not known
 */
export function withoutClockErrors(
  { leaps, skew, putRight }: CaptureClocks,
  micros: number,
  frame: number,
  sender: string | undefined,
): number {
  if (putRight) return micros;
  let time = micros;
  for (const leap of leaps) if (leap.frame <= frame) time -= leap.micros;
  return skew !== null && skew.host === sender ? time - skew.micros : time;
}
