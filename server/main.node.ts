/** The language server as a process of its own. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './lsp/server';

startServer(createConnection(ProposedFeatures.all), {
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  random: (octets) => new Uint8Array(randomBytes(octets)),
  readFile: (uri) => (uri.startsWith('file:') ? piecesOf(fileURLToPath(uri)) : null),
});

const pieceLength = 1 << 20;

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
