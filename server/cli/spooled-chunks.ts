/** Octets that would fill the memory: on disk, and where that takes no more, in memory after all. */
import { type ChunkStore, HeldChunks } from '../engine/trace-text/block-store';
import { Spool } from './spool';

/** So many octets are read at once: what is asked for mostly stands together. */
const WINDOW = 1 << 16;

export class SpooledChunks implements ChunkStore {
  /** Where in the file each chunk begins. */
  private readonly starts: number[] = [];
  /** Null where the disk takes nothing. */
  private readonly spool = spooled(() => new Spool());
  private isFull = false;
  /** Those that the disk did not take. */
  private readonly rest = new HeldChunks();
  private window = new Uint8Array(WINDOW);
  private windowStart = 0;
  private windowEnd = 0;

  add(chunk: Uint8Array): void {
    const { spool } = this;
    const start = spool?.length ?? 0;
    this.isFull ||=
      spool === null ||
      spooled(() => {
        spool.add(chunk);
        return true;
      }) === null;
    if (this.isFull) this.rest.add(chunk);
    else this.starts.push(start);
  }

  read(chunk: number, start: number, end: number): Uint8Array {
    const from = this.starts[chunk];
    if (from === undefined || this.spool === null)
      return this.rest.read(chunk - this.starts.length, start, end);
    const [first, last] = [from + start, from + end];
    if (first < this.windowStart || last > this.windowEnd) {
      if (last - first > this.window.length) this.window = new Uint8Array(last - first);
      this.windowStart = first;
      this.windowEnd = first + this.spool.read(first, this.window);
    }
    return this.window.subarray(first - this.windowStart, last - this.windowStart);
  }

  /** Lets go of the file. */
  close(): void {
    this.spool?.close();
  }
}

/** Null where the disk does not do it. */
function spooled<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
