/** A temporary file that nobody else can open, and that is gone with the process, however it ends. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Throws what the system says where the disk does not take it. */
export class Spool {
  private readonly descriptor: number;
  private written = 0;

  constructor() {
    const name = path.join(os.tmpdir(), `sip-trace-${randomUUID()}`);
    this.descriptor = fs.openSync(name, 'wx+', 0o600);
    try {
      // It stays open without a name.
      fs.unlinkSync(name);
    } catch (error) {
      // What a trace says must not stay on a disk that does not do that.
      fs.closeSync(this.descriptor);
      fs.rmSync(name, { force: true });
      throw error;
    }
  }

  /** In octets. */
  get length(): number {
    return this.written;
  }

  add(piece: Uint8Array): void {
    for (let at = 0; at < piece.length;)
      at += fs.writeSync(this.descriptor, piece, at, piece.length - at, this.written + at);
    this.written += piece.length;
  }

  /** Fills a buffer with what stands at a place; of less octets where there are no more, whose number it gives. */
  read(place: number, into: Uint8Array): number {
    let at = 0;
    while (at < into.length) {
      const read = fs.readSync(this.descriptor, into, at, into.length - at, place + at);
      if (read === 0) break;
      at += read;
    }
    return at;
  }

  close(): void {
    fs.closeSync(this.descriptor);
  }
}
