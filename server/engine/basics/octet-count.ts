/** How much of a file was read so far, in octets. */
export interface OctetCount {
  read: number;
}

/** The pieces of a file, which tell how far they were read. */
export function* counted(pieces: Iterable<Uint8Array>, count: OctetCount): Generator<Uint8Array> {
  for (const piece of pieces) {
    count.read += piece.length;
    yield piece;
  }
}
