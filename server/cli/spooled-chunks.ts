/** Octets that would fill the memory: on disk, and where that takes no more, in memory after all. */
import { type ChunkStore, HeldChunks } from '../engine/basics/packed-octets';
import { Spool } from './spool';

/** So many octets are read at once: what is asked for mostly stands together. */
const WINDOW = 1 << 16;
/** Messages of a call stand apart, and what two captures show at a time stands at two places of their union. */
const WINDOWS = 64;

/** A part of the file. */
class Window {
  private readonly octets = new Uint8Array(WINDOW);
  private start = 0;
  private end = 0;

  /** What stands from one place to another; null where it does not reach so far. */
  part(first: number, last: number): Uint8Array | null {
    const { octets, start, end } = this;
    return first < start || last > end ? null : octets.subarray(first - start, last - start);
  }

  /** Takes what begins at a place. */
  fill(spool: Spool, first: number): void {
    this.start = first;
    this.end = first + spool.read(first, this.octets);
  }
}

export class SpooledChunks implements ChunkStore {
  /** Where in the file each chunk begins. */
  private readonly starts: number[] = [];
  /** Null until something is put away, and where the disk takes nothing. */
  private spool: Spool | null = null;
  private isFull = false;
  /** Those that the disk did not take. */
  private readonly rest = new HeldChunks();
  private readonly windows = Array.from({ length: WINDOWS }, () => new Window());
  /** The window that was asked last. */
  private recent = new Window();
  private next = 0;

  add(chunk: Uint8Array): void {
    const start = this.spool?.length ?? 0;
    this.isFull ||= !this.takes(chunk);
    if (this.isFull) this.rest.add(chunk);
    else this.starts.push(start);
  }

  /** Whether the disk does. */
  private takes(chunk: Uint8Array): boolean {
    try {
      this.spool ??= new Spool();
      this.spool.add(chunk);
      return true;
    } catch {
      return false;
    }
  }

  read(chunk: number, start: number, end: number): Uint8Array {
    const from = this.starts[chunk];
    if (from === undefined || this.spool === null)
      return this.rest.read(chunk - this.starts.length, start, end);
    const [first, last] = [from + start, from + end];
    return this.recent.part(first, last) ?? this.windowOf(this.spool, first, last);
  }

  private windowOf(spool: Spool, first: number, last: number): Uint8Array {
    for (const window of this.windows) {
      const part = window.part(first, last);
      if (part === null) continue;
      this.recent = window;
      return part;
    }
    if (last - first > WINDOW) {
      const whole = new Uint8Array(last - first);
      return whole.subarray(0, spool.read(first, whole));
    }
    this.next = (this.next + 1) % WINDOWS;
    const window = this.windows[this.next] ?? new Window();
    window.fill(spool, first);
    this.recent = window;
    return window.part(first, last) ?? new Uint8Array(0);
  }

  /** Lets go of the file. */
  close(): void {
    this.spool?.close();
  }
}
