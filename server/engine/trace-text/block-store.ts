/** Blocks of trace text on their way to be put into order. */
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

const CHUNK = 1 << 22;

/** Blocks that are kept without ever being one text: as octets, an octet for most characters, and off the heap. */
export class PackedBlocks implements BlockStore {
  private readonly chunks: Uint8Array[] = [];
  /** Octets of the last chunk that are taken. */
  private taken = CHUNK;
  private readonly places: { chunk: Uint32Array; start: Uint32Array; end: Uint32Array } = {
    chunk: new Uint32Array(1024),
    start: new Uint32Array(1024),
    end: new Uint32Array(1024),
  };
  private count = 0;
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  get size(): number {
    return this.count;
  }

  add(text: string): void {
    const bytes = this.encoder.encode(text);
    if (this.taken + bytes.length > CHUNK) {
      this.chunks.push(new Uint8Array(Math.max(CHUNK, bytes.length)));
      this.taken = 0;
    }
    const { places, count } = this;
    this.chunks.at(-1)?.set(bytes, this.taken);
    if (count === places.chunk.length)
      for (const name of ['chunk', 'start', 'end'] as const) places[name] = doubled(places[name]);
    places.chunk[count] = this.chunks.length - 1;
    places.start[count] = this.taken;
    places.end[count] = this.taken += bytes.length;
    this.count++;
  }

  text(place: number): string {
    const { chunk, start, end } = this.places;
    return this.decoder.decode(this.chunks[chunk[place] ?? 0]?.subarray(start[place], end[place]));
  }
}

function doubled(numbers: Uint32Array): Uint32Array {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
