/** TURN's ChannelData (RFC 8656 §12.4): a channel's number, a length, and a peer's packet. */
import { u16 } from '../basics/bytes';

export interface ChannelData {
  /** 0x4000 to 0x4fff. */
  readonly channel: number;
  readonly start: number;
  readonly end: number;
  /** With header and padding. */
  readonly length: number;
}

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
  if (end - start < 4 || channel < 0x4000 || channel > 0x4fff) return null;
  const length = u16(bytes, start + 2);
  const rest = end - start - 4 - length;
  if (rest < 0 || (!inStream && rest > 3)) return null;
  const padded = inStream ? 4 + ((length + 3) & ~3) : 4 + length;
  return { channel, start: start + 4, end: start + 4 + length, length: padded };
}
