/** IP datagrams put together from their fragments (RFC 791 §3.2, RFC 8200 §4.5), within bounds. */
import { copyOf } from '../../basics/bytes';
import { emptyFlowKey, FlowTable, setFlowKey } from '../../basics/flow-table';
import type { Moment } from '../../basics/moment';
import type { IpHeader } from '../../network/ip-header';

/** A datagram is given up after so long, as hosts do; its number may come again then. */
const PATIENCE_SECONDS = 30;
const MOST_DATAGRAMS = 2048;
const MOST_OCTETS = 16 << 20;
/** Octets that a piece takes beside its content, about. */
const PIECE = 256;
/** 64 KiB in the smallest fragments that IPv4 routers make would be some 120. */
const MOST_PIECES = 1024;
const LONGEST_DATAGRAM = 65_535;
const NO_PORTS = { source: 0, destination: 0 };

interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
}

interface Unfinished {
  /** By start, without overlap. */
  readonly pieces: Piece[];
  octets: number;
  /** Known when the last fragment is there. */
  total: number | null;
  readonly began: number;
  readonly header: IpHeader;
  /** Of the last fragment that came. */
  moment: Moment;
}

/** A datagram of which not all fragments were seen. */
export interface LostDatagram {
  /** As of one of its fragments; the places in it mean nothing. */
  readonly header: IpHeader;
  readonly moment: Moment;
  /** What stands unbroken at its beginning; empty if its first fragment was not seen. */
  readonly beginning: Uint8Array;
  /** Octets of all of it; null if the last fragment was not seen. */
  readonly total: number | null;
}

/** Whether a fragment can become a part of a whole: one that was cut off when captured leaves a hole. */
export function isUsable({ start, end, fragmentOffset, missing }: IpHeader): boolean {
  return end > start && fragmentOffset + end - start <= LONGEST_DATAGRAM && missing === 0;
}

export class FragmentTable {
  private readonly key = emptyFlowKey();
  private octets = 0;
  private readonly waiting = new FlowTable<Unfinished>(MOST_DATAGRAMS, (unfinished) =>
    this.giveUp(unfinished),
  );

  /** @param lost - is told what is given up. */
  constructor(private readonly lost: (datagram: LostDatagram) => void) {}

  /**
   * Takes a fragment that is usable; gives the octets of the whole datagram when it is the last one that was missing. Where
   * fragments overlap, the octets that came first count.
   */
  add(bytes: Uint8Array, header: IpHeader, moment: Moment): Uint8Array | null {
    const { fragmentOffset: start, source, destination, version, fragmentId } = header;
    const length = header.end - header.start;
    // In IPv6 only the first fragment says reliably what is carried; there the number alone tells datagrams apart.
    const protocol = version === 4 ? header.protocol : 0;
    setFlowKey(this.key, { source, destination, ports: NO_PORTS, protocol, version }, fragmentId);
    let unfinished = this.waiting.get(this.key);
    if (unfinished !== undefined && Math.abs(moment.seconds - unfinished.began) > PATIENCE_SECONDS) {
      this.waiting.delete(this.key);
      this.giveUp(unfinished);
      unfinished = undefined;
    }
    if (unfinished === undefined) {
      const kept = { ...header, source: source.slice(), destination: destination.slice() };
      unfinished = { pieces: [], octets: 0, total: null, began: moment.seconds, header: kept, moment };
      this.waiting.set(this.key, unfinished);
    }
    unfinished.moment = moment;
    if (!header.moreFragments) unfinished.total ??= start + length;
    this.insert(unfinished, start, bytes.subarray(header.start, header.end));
    while (this.octets > MOST_OCTETS) this.waiting.forgetOldest();
    if (unfinished.total === null || unfinished.octets < unfinished.total) return null;
    const whole = together(unfinished, unfinished.total);
    if (whole === null) return null;
    this.waiting.delete(this.key);
    this.release(unfinished);
    return whole;
  }

  /** Gives up all that is not whole, as the file has ended. */
  finish(): void {
    while (this.waiting.size > 0) this.waiting.forgetOldest();
  }

  private release(unfinished: Unfinished): void {
    this.octets -= unfinished.octets + unfinished.pieces.length * PIECE;
  }

  private giveUp(unfinished: Unfinished): void {
    this.release(unfinished);
    const { header, moment, total } = unfinished;
    this.lost({ header, moment, total, beginning: beginningOf(unfinished) });
  }

  /** Puts in what is not there yet. */
  private insert(unfinished: Unfinished, from: number, bytes: Uint8Array): void {
    const { pieces } = unfinished;
    const end = from + bytes.length;
    let at = pieces.length;
    while (at > 0 && (pieces[at - 1]?.start ?? 0) >= from) at--;
    const before = pieces[at - 1];
    let start = before === undefined ? from : Math.max(from, before.start + before.bytes.length);
    while (start < end && pieces.length < MOST_PIECES) {
      const following = pieces[at];
      const stop = following === undefined ? end : Math.min(end, following.start);
      if (stop > start) {
        pieces.splice(at, 0, { start, bytes: copyOf(bytes, start - from, stop - from) });
        unfinished.octets += stop - start;
        this.octets += stop - start + PIECE;
        at++;
      }
      if (following === undefined) return;
      start = Math.max(start, following.start + following.bytes.length);
      at++;
    }
  }
}

/** The datagram, if its pieces leave no hole. */
function together(unfinished: Unfinished, total: number): Uint8Array | null {
  const beginning = beginningOf(unfinished);
  return beginning.length >= total ? beginning.subarray(0, total) : null;
}

/** All pieces up to the first hole. */
function beginningOf(unfinished: Unfinished): Uint8Array {
  let length = 0;
  for (const { start, bytes } of unfinished.pieces) {
    if (start > length) break;
    length = start + bytes.length;
  }
  const beginning = new Uint8Array(length);
  for (const { start, bytes } of unfinished.pieces) {
    if (start < length) beginning.set(bytes, start);
  }
  return beginning;
}
