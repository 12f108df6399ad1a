/** Blocks of trace text on their way to be put into order. */
import { NumberTable } from '../basics/number-table';

export interface BlockStore {
  /** Takes the next block. */
  add(text: string): void;
  /** The block of a place, from 0. */
  text(place: number): string;
}

/** Blocks that become one text soon. */
export class LooseBlocks implements BlockStore {
  private readonly texts: string[] = [];

  add(text: string): void {
    this.texts.push(text);
  }

  text(place: number): string {
    return this.texts[place] ?? '';
  }
}

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

const CHUNK = 1 << 22;

const column = { chunk: 0, start: 1, end: 2 } as const;

/** Blocks that are kept without ever being one text: as octets, an octet for most characters, and off the heap. */
export class PackedBlocks implements BlockStore {
  private readonly places = new NumberTable(Object.keys(column).length, 0);
  /** The chunk that is being filled. */
  private chunk = new Uint8Array(CHUNK);
  private number = 0;
  /** Octets of it that are taken. */
  private taken = 0;
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  constructor(private readonly chunks: ChunkStore = new HeldChunks()) {}

  add(text: string): void {
    const bytes = this.encoder.encode(text);
    if (this.taken + bytes.length > this.chunk.length) this.putAway(bytes.length);
    const { places, chunk, number, taken } = this;
    const place = places.add();
    places.set(place, column.chunk, number);
    places.set(place, column.start, taken);
    places.set(place, column.end, taken + bytes.length);
    chunk.set(bytes, taken);
    this.taken += bytes.length;
  }

  text(place: number): string {
    const { places } = this;
    const chunk = places.get(place, column.chunk);
    const [start, end] = [places.get(place, column.start), places.get(place, column.end)];
    const bytes =
      chunk === this.number ? this.chunk.subarray(start, end) : this.chunks.read(chunk, start, end);
    return this.decoder.decode(bytes);
  }

  /** @param needed octets of the block that has no room any more */
  private putAway(needed: number): void {
    this.chunks.add(this.chunk.subarray(0, this.taken));
    this.number++;
    this.taken = 0;
    if (needed > this.chunk.length) this.chunk = new Uint8Array(needed);
  }
}
