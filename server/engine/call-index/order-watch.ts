/**
 * Whether packets that stream by stand in the order in which an analysis reads them (capture/order): their stamps
 * ascend, and nobody answers before he is asked.
 */
import { u16, u32 } from '../basics/bytes';
import { microsOf } from '../basics/moment';
import { LEAST_STEP_BACK } from '../capture/order/leaps';
import { MOST_TRANSACTIONS } from '../capture/order/skew';
import type { Packet } from '../capture/packet';

export class OrderWatch {
  /** Whether a packet was seen that stands in a wrong place. */
  isDisordered = false;
  private previous = NaN;
  private latest = -Infinity;
  private readonly asked = new Set<number>();
  private readonly answered = new Set<number>();

  /** Sees any packet. */
  see(packet: Packet): void {
    const micros = packet.clock === 'none' ? NaN : microsOf(packet);
    // Media may be out of order as it likes; the clock may not go back.
    if (micros - this.previous <= -LEAST_STEP_BACK) this.isDisordered = true;
    this.previous = micros;
  }

  /** The packet that was seen last is, or may hold, what is indexed. */
  want(): void {
    if (this.previous < this.latest) this.isDisordered = true;
    else if (this.previous > this.latest) this.latest = this.previous;
  }

  /** Sees a message of STUN, or what looks like one (RFC 8489 §5). */
  seeStun(bytes: Uint8Array, start: number): void {
    const { asked, answered } = this;
    if (asked.size + answered.size >= MOST_TRANSACTIONS) return;
    const type = u16(bytes, start);
    const key = u32(bytes, start + 12) * 2 ** 21 + (u32(bytes, start + 16) >>> 11);
    if ((type & 0x0100) !== 0) answered.add(key);
    else if ((type & 0x0010) === 0) {
      if (answered.has(key) && !asked.has(key)) this.isDisordered = true;
      asked.add(key);
    }
  }
}
