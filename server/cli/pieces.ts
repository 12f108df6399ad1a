/** Reads files in pieces, so that their size does not matter. */
import fs from 'node:fs';
import os from 'node:os';
import { fileError } from './input';
import { WHOLE } from './size';
import type { SourceFile } from './source';
import { Spool } from './spool';
import { UsageError } from './usage';

const PIECE = 1 << 20;

/**
 * A file, `-` being standard input. Its pieces are each as long as there is more to read, filled anew by the next one, and
 * may be asked for again. Reading throws {@link UsageError} with a line that names the file.
 */
export function fileOf(path: string): SourceFile {
  return { path, open: path === '-' ? standardInput() : () => filePieces(path) };
}

/** The pieces of a file, each filled anew by the next one. Throws as {@link fileOf}. */
export function* filePieces(file: string): Generator<Uint8Array> {
  const descriptor = opened(file);
  try {
    yield* pieces(file, descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** What came from standard input is kept, as it comes only once: in memory so far as it may be analysed whole, the rest on disk. */
function standardInput(): () => Iterable<Uint8Array> {
  const kept: Uint8Array[] = [];
  let octets = 0;
  let rest: Spool | null = null;
  let isRead = false;
  return function* () {
    yield* kept;
    if (rest !== null) yield* spooledPieces(rest);
    if (isRead) return;
    for (const piece of pieces('-', 0)) {
      if (octets < WHOLE) kept.push(piece.slice());
      else {
        const spool = (rest ??= spooling(() => new Spool()));
        spooling(() => {
          spool.add(piece);
        });
      }
      octets += piece.length;
      yield piece;
    }
    isRead = true;
  };
}

function* spooledPieces(spool: Spool): Generator<Uint8Array> {
  const { length } = spool;
  const buffer = new Uint8Array(PIECE);
  for (let at = 0; at < length; at += PIECE) {
    const piece = buffer.subarray(0, Math.min(PIECE, length - at));
    spooling(() => {
      spool.read(at, piece);
    });
    yield piece;
  }
}

/** Works on the temporary file. Throws {@link UsageError} that says what to do where that fails. */
function spooling<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(
      `-: standard input is large, and ${os.tmpdir()} cannot take it (${code}); save it to a file and name that`,
    );
  }
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
