/** Reads files in pieces, so that their size does not matter. */
import fs from 'node:fs';
import { fileError } from './input';

const PIECE = 1 << 20;

/**
 * The pieces of a file, `-` being standard input: each as long as there is more to read, and filled anew by the next
 * one. May be asked for again. Throws {@link UsageError} with a line that names the file.
 */
export function piecesOf(file: string): () => Iterable<Uint8Array> {
  return file === '-' ? standardInput() : () => filePieces(file);
}

/** The pieces of a file, each filled anew by the next one. Throws as {@link piecesOf}. */
export function* filePieces(file: string): Generator<Uint8Array> {
  const descriptor = opened(file);
  try {
    yield* pieces(file, descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** What came from standard input is kept, as it comes only once. */
function standardInput(): () => Iterable<Uint8Array> {
  const read: Uint8Array[] = [];
  let isRead = false;
  return function* () {
    yield* read;
    if (isRead) return;
    for (const piece of pieces('-', 0)) {
      const kept = piece.slice();
      read.push(kept);
      yield kept;
    }
    isRead = true;
  };
}

function* pieces(file: string, descriptor: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(PIECE);
  for (;;) {
    let length = 0;
    while (length < PIECE) {
      const read = readInto(file, descriptor, buffer.subarray(length));
      if (read === 0) break;
      length += read;
    }
    if (length > 0) yield buffer.subarray(0, length);
    if (length < PIECE) return;
  }
}

function opened(file: string): number {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    throw fileError(file, error);
  }
}

function readInto(file: string, descriptor: number, buffer: Uint8Array): number {
  for (;;) {
    try {
      return fs.readSync(descriptor, buffer, 0, buffer.length, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EOF') return 0;
      // A pipe whose other end has nothing to say yet.
      if (code !== 'EAGAIN') throw fileError(file, error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** All pieces in one. */
export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const all = [...pieces].map((piece) => piece.slice());
  const whole = new Uint8Array(all.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of all) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
