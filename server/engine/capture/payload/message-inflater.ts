/**
 * WebSocket messages that permessage-deflate has compressed (RFC 7692 §7.2.2). What came before in the same direction is
 * kept, as later messages mostly refer to it; one that does not loses nothing by it.
 */
import { Inflate } from 'fflate';

/** Octets that an inflater takes, about. */
export const INFLATER = 40 << 10;

/** So much is inflated at a time: it comes to a thousand times as much at most. */
const SLICE = 1 << 10;
/** A sender leaves these away at the end of each message (RFC 7692 §7.2.1). */
const TAIL = Uint8Array.of(0, 0, 0xff, 0xff);

class TooLong extends Error {}

export class MessageInflater {
  private parts: Uint8Array[] = [];
  private length = 0;
  private readonly inflate = new Inflate((octets) => {
    this.length += octets.length;
    if (this.length > this.most) throw new TooLong();
    if (octets.length > 0) this.parts.push(octets.slice());
  });

  /** @param most octets that a message may have; a longer one is none */
  constructor(private readonly most: number) {}

  /** The whole message; null where it is empty, damaged, too long, or refers to what was not seen: then nothing follows, either. */
  message(compressed: Uint8Array): Uint8Array | null {
    this.parts = [];
    this.length = 0;
    try {
      for (let at = 0; at < compressed.length; at += SLICE)
        this.inflate.push(compressed.subarray(at, at + SLICE));
      this.inflate.push(TAIL);
    } catch {
      // fflate throws errors of its own for what is no DEFLATE.
      return null;
    }
    if (this.length === 0) return null;
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.parts = [];
    return whole;
  }
}
