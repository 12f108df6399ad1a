/** Blocks of trace text on their way to be put into order. */
import { type ChunkStore, HeldChunks, PackedOctets } from '../basics/packed-octets';

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

/** Blocks that are kept without ever being one text: as octets, an octet for most characters, and off the heap. */
export class PackedBlocks implements BlockStore {
  private readonly octets: PackedOctets;
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  constructor(chunks: ChunkStore = new HeldChunks()) {
    this.octets = new PackedOctets(chunks);
  }

  add(text: string): void {
    this.octets.add(this.encoder.encode(text));
  }

  text(place: number): string {
    return this.decoder.decode(this.octets.get(place));
  }
}
