/** Where and when the media of one call goes, as its messages tell. */
import { canonicalAddress, mediaEndsOf } from '../sdp/media-ends';
import { descriptionsOf } from './message';
import type { SipMessage } from '../sip/message';
import { methodOf, statusOf } from '../sip/values';

export interface End {
  readonly address: string;
  readonly port: number;
}

/** Media may run ahead of the message that tells of it by a little, and goes on for a little, in microseconds. */
const BEFORE = 1_000_000;
const BEHIND = 5_000_000;

export class CallMedia {
  private readonly ends = new Set<string>();
  private readonly numbers = new Set<number>();
  private earliest = Infinity;
  private latest = -Infinity;
  private isAnswered = false;
  private isRefused = false;
  private isReleased = false;

  /**
   * Takes a message of the call.
   *
   * @param micros its time; null where it has none, or none that can be compared
   */
  add(message: SipMessage, micros: number | null): void {
    for (const { address, port } of descriptionsOf(message).flatMap(mediaEndsOf)) {
      this.addEnd(address, port);
      // RTCP of one that forgets that it agreed to have it on the same port.
      if (port + 1 < PORTS) this.addEnd(address, port + 1);
    }
    if (micros !== null) {
      this.earliest = Math.min(this.earliest, micros);
      this.latest = Math.max(this.latest, micros);
    }
    const method = methodOf(message);
    const status = statusOf(message);
    this.isReleased ||= method === 'BYE';
    if (method !== 'INVITE' || status === null) return;
    this.isAnswered ||= status >= 200 && status < 300;
    this.isRefused ||= status >= 300;
  }

  private addEnd(address: string, port: number): void {
    this.ends.add(keyOf(address, port));
    const number = numberOf(address, port);
    if (number !== null) this.numbers.add(number);
  }

  /** Whether something may be of this call by its time. Ports are used again by later calls. */
  isTimely(micros: number | null): boolean {
    if (micros === null || this.earliest === Infinity) return true;
    const isEnded = this.isReleased || (this.isRefused && !this.isAnswered);
    return micros >= this.earliest - BEFORE && (!isEnded || micros <= this.latest + BEHIND);
  }

  has({ address, port }: End): boolean {
    return this.ends.has(keyOf(address, port));
  }

  /** The same for an IPv4 address and a port as numbers. */
  hasNumber(address: number, port: number): boolean {
    return this.numbers.has(address * PORTS + port);
  }
}

const PORTS = 65_536;

/** An IPv4 end as a number; null for another one. */
function numberOf(address: string, port: number): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return null;
  return parts.reduce((number, part) => number * 256 + part, 0) * PORTS + port;
}

function keyOf(address: string, port: number): string {
  return `${canonicalAddress(address)} ${port}`;
}
