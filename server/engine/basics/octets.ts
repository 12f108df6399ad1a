/** The octets of files. */
import { markLength } from './decode';

/** Gives the pieces of a file, from its beginning each time. */
export type Octets = () => Iterable<Uint8Array>;

/** Those of several texts as one, in their order: a byte order mark stands only before the first. */
export function inRow(files: readonly Octets[]): Octets {
  return function* () {
    for (const [place, open] of files.entries()) yield* place === 0 ? open() : withoutMark(open());
  };
}

function* withoutMark(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let isFirst = true;
  for (const piece of pieces) {
    yield isFirst ? piece.subarray(markLength(piece)) : piece;
    isFirst = false;
  }
}

/** Those of a text, with a line end behind them. */
export function withLineEnd(open: Octets): Octets {
  return function* () {
    yield* open();
    yield Uint8Array.of(10);
  };
}

/** All pieces in one. */
export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const all = Array.from(pieces, (piece) => piece.slice());
  const whole = new Uint8Array(all.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of all) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
