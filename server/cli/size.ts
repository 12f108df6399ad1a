/** How large traces are, which decides how they are read. */
import fs from 'node:fs';
import type { Octets } from '../engine/basics/octets';
import { recogniseCapture } from '../engine/capture/recognise';
import { openCapture } from '../engine/trace-text/render';
import type { Source } from './source';

/** A trace of fewer octets is analysed whole: that is faster than to read it twice. */
export const WHOLE = 4_000_000;

/** Of what is compressed so much is unpacked, at most, to see how large it is. */
const MOST_UNPACKED = 40_000_000;

/** Octets of a file; 0 where there is none, and of standard input only where its pieces are given. */
export function sizeOf(path: string, pieces: Octets | null = null): number {
  if (path !== '-') return fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return octetsIn(pieces?.() ?? [], Infinity);
}

/** Octets of all files of a source. */
export function storedSizeOf({ files }: Source): number {
  return files.reduce((sum, { path, open }) => sum + sizeOf(path, open), 0);
}

/**
 * Octets of what the files of a source hold: of a compressed capture those that are unpacked, of the file itself else.
 *
 * @param most nobody asks how many more there are
 */
export function contentSizeOf(source: Source, most = MOST_UNPACKED): number {
  const size = storedSizeOf(source);
  if (size === 0 || size >= most) return size;
  const unpacked = source.files.reduce((sum, { open }) => sum + unpackedIn(open, most), 0);
  return Math.max(size, unpacked);
}

function octetsIn(pieces: Iterable<Uint8Array>, most: number): number {
  let octets = 0;
  for (const piece of pieces) {
    octets += piece.length;
    if (octets >= most) break;
  }
  return octets;
}

/** 0 of what is not compressed. */
function unpackedIn(pieces: Octets, most: number): number {
  const [beginning = new Uint8Array(0)] = pieces();
  if (recogniseCapture(beginning)?.kind !== 'compressed') return 0;
  const opened = openCapture(pieces());
  return opened.kind === 'packets' ? octetsIn(opened.pieces, most) : 0;
}
