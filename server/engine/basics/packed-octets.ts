/** Very many runs of octets, put away one behind the other: by themselves they would cost more than they hold. */
import { NumberTable } from './number-table';

/** Octets in chunks, put away one behind the other. */
export interface ChunkStore {
  /** Takes the next chunk; its octets are others afterwards. */
  add(chunk: Uint8Array): void;
  /** Octets of a chunk, counted from 0; they are others when it is asked again. */
  read(chunk: number, start: number, end: number): Uint8Array;
}

/** Chunks in memory. */
export class HeldChunks implements ChunkStore {
  private readonly chunks: Uint8Array[] = [];

  add(chunk: Uint8Array): void {
    this.chunks.push(chunk.slice());
  }

  read(chunk: number, start: number, end: number): Uint8Array {
    return this.chunks[chunk]?.subarray(start, end) ?? new Uint8Array(0);
  }
}

/** Few octets need no large chunk. */
const FIRST_CHUNK = 1 << 16;
const CHUNK = 1 << 22;

const column = { chunk: 0, start: 1, end: 2 } as const;

export class PackedOctets {
  private readonly places = new NumberTable(Object.keys(column).length, 0);
  /** The chunk that is being filled. */
  private chunk = new Uint8Array(FIRST_CHUNK);
  private number = 0;
  /** Octets of it that are taken. */
  private taken = 0;

  constructor(private readonly chunks: ChunkStore) {}

  get size(): number {
    return this.places.size;
  }

  /** Takes the next run. */
  add(octets: Uint8Array): void {
    if (this.taken + octets.length > this.chunk.length) this.putAway(octets.length);
    const { places, chunk, number, taken } = this;
    const place = places.add();
    places.set(place, column.chunk, number);
    places.set(place, column.start, taken);
    places.set(place, column.end, taken + octets.length);
    chunk.set(octets, taken);
    this.taken += octets.length;
  }

  /** The run of a place, from 0; its octets are others when another is asked for. */
  get(place: number): Uint8Array {
    const { places } = this;
    const chunk = places.get(place, column.chunk);
    const [start, end] = [places.get(place, column.start), places.get(place, column.end)];
    return chunk === this.number ? this.chunk.subarray(start, end) : this.chunks.read(chunk, start, end);
  }

  /** @param needed octets of the run that has no room any more */
  private putAway(needed: number): void {
    this.chunks.add(this.chunk.subarray(0, this.taken));
    this.number++;
    this.taken = 0;
    const { length } = this.chunk;
    const wanted = Math.max(Math.min(length * 2, CHUNK), needed);
    if (wanted > length) this.chunk = new Uint8Array(wanted);
  }
}
