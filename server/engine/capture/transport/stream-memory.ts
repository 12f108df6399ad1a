/**
 * The memory in which streams keep what waits for more. It counts what they hold all together, so that somebody can see
 * to it that this has a bound, and uses small pieces again: a million connections must not mean a million arrays.
 */
export class StreamMemory {
  /** Held by all streams. */
  octets = 0;
  private readonly spare: Uint8Array[] = [];

  /** At least so many octets, whatever stands in them. */
  take(length: number): Uint8Array {
    const small = length <= SMALL ? this.spare.pop() : undefined;
    const taken = small ?? new Uint8Array(Math.max(SMALL, length));
    this.octets += taken.length;
    return taken;
  }

  giveBack(taken: Uint8Array): void {
    this.octets -= taken.length;
    if (taken.length === SMALL && this.spare.length < MOST_SPARE) this.spare.push(taken);
  }
}

const SMALL = 1024;
const MOST_SPARE = 256;
