/**
 * Datagrams whose first octet belongs to none of the protocols that share a media port (RFC 7983 §7), folded to one
 * entry for each pair of addresses and ports. Which ports are media's is not known here.
 */
import { copyOf, u8 } from '../basics/bytes';
import { emptyFlowKey, type Flow, FlowTable, setFlowKey } from '../basics/flow-table';
import type { Moment } from '../basics/moment';
import type { MediaPacket, RtpEndpoint } from './streams';

export interface UnknownDatagrams {
  readonly source: RtpEndpoint;
  readonly destination: RtpEndpoint;
  readonly first: Moment;
  readonly last: Moment;
  readonly datagrams: number;
  /** How the first one begins, a few octets. */
  readonly beginning: Uint8Array;
}

const MOST_PAIRS = 16_384;
const BEGINNING = 16;
/** Up to so many octets keep a NAT's mapping and say nothing. */
const LONGEST_KEEP_ALIVE = 4;

interface State extends UnknownDatagrams {
  last: Moment;
  datagrams: number;
}

export class UnknownDatagramTable {
  private readonly key = emptyFlowKey();
  private readonly pairs = new FlowTable<State>(MOST_PAIRS);

  /** @param ends - asked for once for each new pair. */
  add(flow: Flow, { bytes, start, end, moment, route }: MediaPacket): void {
    setFlowKey(this.key, flow, 0);
    const known = this.pairs.get(this.key);
    if (known !== undefined) {
      known.datagrams++;
      known.last = moment;
      return;
    }
    const { source, destination } = route();
    const beginning = copyOf(bytes, start, Math.min(end, start + BEGINNING));
    this.pairs.set(this.key, { source, destination, first: moment, last: moment, datagrams: 1, beginning });
  }

  /** All pairs, in the order of their first datagrams. */
  list(): readonly UnknownDatagrams[] {
    return [...this.pairs.values()].sort((a, b) => a.first.frame - b.first.frame);
  }
}

/** Whether a datagram that is nothing known would have to be dropped on a media port for its first octet. */
export function isOutsideRanges(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > LONGEST_KEEP_ALIVE && isUnknownOctet(u8(bytes, start)) && !isEmpty(bytes, start, end);
}

/** STUN has 0 to 3, ZRTP 16 to 19, DTLS 20 to 63, TURN channels 64 to 79, RTP and RTCP 128 to 191. */
function isUnknownOctet(octet: number): boolean {
  return (octet > 3 && octet < 16) || (octet > 79 && octet < 128) || octet > 191;
}

/** Empty lines keep a mapping alive as well. */
function isEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = u8(bytes, at);
    if (octet !== 13 && octet !== 10) return false;
  }
  return true;
}
