/** How large traces are, which decides how they are read. */
import fs from 'node:fs';

/** A trace of fewer octets is analysed whole: that is faster than to read it twice. */
export const WHOLE = 4_000_000;

/** Octets of a file; 0 where there is none, and of standard input only where its pieces are given. */
export function sizeOf(path: string, pieces: (() => Iterable<Uint8Array>) | null = null): number {
  if (path !== '-') return fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let octets = 0;
  for (const piece of pieces?.() ?? []) octets += piece.length;
  return octets;
}
