/** The language server as a process of its own. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { HostFile } from './lsp/captures';
import { startServer } from './lsp/server';

startServer(createConnection(ProposedFeatures.all), {
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  random: (octets) => new Uint8Array(randomBytes(octets)),
  fileAt: (uri) => (uri.startsWith('file:') ? fileAt(fileURLToPath(uri)) : null),
});

function fileAt(file: string): HostFile {
  return {
    size: () => fs.statSync(file).size,
    pieces: () => piecesOf(file),
    read: (start, end) => read(file, start, end),
  };
}

const pieceLength = 1 << 20;

function read(file: string, start: number, end: number): Uint8Array {
  const octets = new Uint8Array(Math.max(0, end - start));
  const handle = fs.openSync(file, 'r');
  try {
    return octets.subarray(0, fs.readSync(handle, octets, 0, octets.length, start));
  } finally {
    fs.closeSync(handle);
  }
}

/** A file, a piece at a time. */
function* piecesOf(file: string): Generator<Uint8Array> {
  const handle = fs.openSync(file, 'r');
  try {
    for (;;) {
      const piece = new Uint8Array(pieceLength);
      const length = fs.readSync(handle, piece, 0, pieceLength, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    fs.closeSync(handle);
  }
}
