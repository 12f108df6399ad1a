/**
 * TURN's ChannelData (RFC 8656 §12.4): a channel's number, a length, and a peer's packet. Microsoft's servers have one
 * port for all clients: what goes through it has a number of no channel, and names its session ([MS-TURN] §2.2.3).
 */
import { toHex, u16 } from '../basics/bytes';

export interface ChannelData {
  /** 0x4000 to 0x4fff; {@link MULTIPLEXED}. */
  readonly channel: number;
  /** Of multiplexed data, sixteen hexadecimal digits; else null. */
  readonly session: string | null;
  readonly start: number;
  readonly end: number;
  /** With header and padding. */
  readonly length: number;
}

/** What stands in the place of a channel's number where data of all clients go through one port. */
export const MULTIPLEXED = 0xff10;
const SESSION = 8;

/**
 * Reads ChannelData; null if there is none, or not all of it. In a datagram nothing but padding may follow; in a
 * stream it is padded to a multiple of four octets.
 */
export function readChannelData(
  bytes: Uint8Array,
  start: number,
  end: number,
  inStream: boolean,
): ChannelData | null {
  const channel = u16(bytes, start);
  const isMultiplexed = channel === MULTIPLEXED;
  if (end - start < 4 || ((channel < 0x4000 || channel > 0x4fff) && !isMultiplexed)) return null;
  const length = u16(bytes, start + 2);
  const before = 4 + (isMultiplexed ? SESSION : 0);
  if (4 + length < before) return null;
  const rest = end - start - 4 - length;
  if (rest < 0 || (!inStream && rest > 3)) return null;
  const padded = inStream ? 4 + ((length + 3) & ~3) : 4 + length;
  const session = isMultiplexed ? toHex(bytes, start + 4, start + before) : null;
  return { channel, session, start: start + before, end: start + 4 + length, length: padded };
}
