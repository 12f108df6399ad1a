/** How large traces are, which decides how they are read. */
import fs from 'node:fs';
import { recogniseCapture } from '../engine/capture/recognise';
import { openCapture } from '../engine/trace-text/render';

/** A trace of fewer octets is analysed whole: that is faster than to read it twice. */
export const WHOLE = 4_000_000;

/** Of more octets nobody asks how many more. */
const MOST = 40_000_000;

/** Octets of a file; 0 where there is none. Of standard input, and of what a compressed capture holds, only where pieces are given. */
export function sizeOf(path: string, pieces: (() => Iterable<Uint8Array>) | null = null): number {
  const octets =
    path === '-' ? octetsIn(pieces?.() ?? []) : (fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return pieces === null || octets === 0 ? octets : Math.max(octets, unpackedIn(pieces));
}

function octetsIn(pieces: Iterable<Uint8Array>, most = Infinity): number {
  let octets = 0;
  for (const piece of pieces) {
    octets += piece.length;
    if (octets >= most) break;
  }
  return octets;
}

/** 0 of what is not compressed. */
function unpackedIn(pieces: () => Iterable<Uint8Array>): number {
  const [beginning = new Uint8Array(0)] = pieces();
  if (recogniseCapture(beginning)?.kind !== 'compressed') return 0;
  const opened = openCapture(pieces());
  return opened.kind === 'packets' ? octetsIn(opened.pieces, MOST) : 0;
}
