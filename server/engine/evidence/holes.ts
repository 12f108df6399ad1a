/**
 * Times in which media was sent one way, as its numbers tell, and nothing of any stream that way was seen: then the capture,
 * or the way to it, lost all that there was.
 */

/** In microseconds on the judging clock. */
export interface Hole {
  readonly since: number;
  readonly until: number;
}

/** Gathers what streams of one way show. */
export class Holes {
  private readonly seen: Hole[] = [];
  private readonly claimed: Hole[] = [];

  /**
   * @param stream from its first to its last packet
   * @param silences in which it was not seen, in order
   * @param isMissed whether its numbers went on meanwhile
   */
  add({ since, until }: Hole, silences: readonly Hole[], isMissed: boolean): void {
    let from = since;
    for (const silence of silences) {
      this.seen.push({ since: from, until: silence.since });
      if (isMissed) this.claimed.push(silence);
      from = silence.until;
    }
    this.seen.push({ since: from, until });
  }

  /** In their order, apart from each other: what no stream was seen in, and one of them was sent in. */
  list(): readonly Hole[] {
    if (this.claimed.length === 0) return [];
    const claimed = this.claimed.toSorted(bySince);
    const holes: Hole[] = [];
    let next = 0;
    let claimedUntil = -Infinity;
    let seenUntil = Infinity;
    for (const { since, until } of this.seen.toSorted(bySince)) {
      if (since > seenUntil) {
        for (
          let claim = claimed[next];
          claim !== undefined && claim.since <= seenUntil;
          claim = claimed[++next]
        )
          claimedUntil = Math.max(claimedUntil, claim.until);
        if (claimedUntil >= since) holes.push({ since: seenUntil, until: since });
      }
      seenUntil = seenUntil === Infinity ? until : Math.max(seenUntil, until);
    }
    return holes;
  }
}

function bySince(one: Hole, other: Hole): number {
  return one.since - other.since;
}

/** The share of a time, or of a moment, that lies in holes, 0 to 1. */
export function shareIn(holes: readonly Hole[], { since, until }: Hole): number {
  let at = firstEndingAt(holes, since);
  if (since === until) return (holes[at]?.since ?? Infinity) <= since ? 1 : 0;
  let unseen = 0;
  for (let hole = holes[at]; hole !== undefined && hole.since < until; hole = holes[++at])
    unseen += Math.min(hole.until, until) - Math.max(hole.since, since);
  return unseen / (until - since);
}

/** The place of the first hole that does not end before a time: there may be very many. */
function firstEndingAt(holes: readonly Hole[], time: number): number {
  let low = 0;
  let high = holes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((holes[middle]?.until ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
