/** Reads files in pieces, so that their size does not matter. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileError } from './input';
import { WHOLE } from './size';
import { UsageError } from './usage';

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

/** What came from standard input is kept, as it comes only once: in memory so far as it may be analysed whole, the rest on disk. */
function standardInput(): () => Iterable<Uint8Array> {
  const kept: Uint8Array[] = [];
  let octets = 0;
  let rest: Spool | null = null;
  let isRead = false;
  return function* () {
    yield* kept;
    if (rest !== null) yield* rest.pieces();
    if (isRead) return;
    for (const piece of pieces('-', 0)) {
      if (octets < WHOLE) kept.push(piece.slice());
      else {
        rest ??= new Spool();
        rest.add(piece);
      }
      octets += piece.length;
      yield piece;
    }
    isRead = true;
  };
}

/** A temporary file that nobody else can open, and that is gone with the process, however it ends. */
class Spool {
  private readonly descriptor: number;
  private length = 0;

  constructor() {
    const name = path.join(os.tmpdir(), `sip-trace-${randomUUID()}`);
    this.descriptor = spooling(() => fs.openSync(name, 'wx+', 0o600));
    // It stays open without a name.
    spooling(() => {
      fs.unlinkSync(name);
    });
  }

  add(piece: Uint8Array): void {
    spooling(() => {
      for (let at = 0; at < piece.length;)
        at += fs.writeSync(this.descriptor, piece, at, piece.length - at, this.length + at);
    });
    this.length += piece.length;
  }

  *pieces(): Generator<Uint8Array> {
    const { length } = this;
    const buffer = new Uint8Array(PIECE);
    for (let at = 0; at < length;) {
      const place = at;
      const most = Math.min(PIECE, length - place);
      const read = spooling(() => fs.readSync(this.descriptor, buffer, 0, most, place));
      if (read === 0) return;
      at += read;
      yield buffer.subarray(0, read);
    }
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
