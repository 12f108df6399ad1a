/** The language server as a process of its own. */
import { randomBytes } from 'node:crypto';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './lsp/server';

startServer(createConnection(ProposedFeatures.all), {
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  random: (octets) => new Uint8Array(randomBytes(octets)),
});
