/** The server in this process, whose pauses the test fills: what happens between two slices is not left to chance. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createConnection } from 'vscode-languageserver/node';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentSymbolRequest,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  LSPErrorCodes,
  StreamMessageReader,
  StreamMessageWriter,
  type DocumentSymbol,
} from 'vscode-languageserver-protocol/node';
import { startServer } from '../../server/lsp/server';

describe('the outline of a long trace', () => {
  const uri = 'file:///long.siptrace';
  const call = fs.readFileSync(path.resolve(__dirname, '../../samples/inbound-ok.siptrace'), 'utf8');
  const calls = 300;
  const text = Array.from({ length: calls }, (_, place) =>
    call.replaceAll(/^(Call-ID: *)/gm, `$1${place}-`),
  ).join('\n');

  it('is refused when the text changes while it is gathered, and is that of the new text then', async () => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    let pauses = 0;
    let meanwhile = (): Promise<unknown> => setImmediate();
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(server, {
      pause: async () => {
        pauses++;
        await meanwhile();
      },
      random: (octets) => new Uint8Array(octets),
      fileAt: () => null,
    });
    const client = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    client.listen();
    await client.sendRequest(InitializeRequest.type, {
      processId: null,
      // The type still demands it beside workspaceFolders.
      rootUri: null, // eslint-disable-line @typescript-eslint/no-deprecated
      capabilities: {},
    });
    await client.sendNotification(InitializedNotification.type, {});
    await client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'sip-trace', version: 1, text },
    });
    const outline = async (): Promise<number> => {
      const found = await client.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
      return (found as readonly DocumentSymbol[]).length;
    };
    /** What was sent before it was heard when this is answered. */
    const heard = async (): Promise<void> => {
      const position = { line: 0, character: 0 };
      const textDocument = { uri: 'file:///none' };
      await client.sendRequest(HoverRequest.type, { textDocument, position }).catch(() => null);
    };
    assert.equal(await outline(), calls);
    // Until nothing else is worked on.
    for (let before = -1; before < pauses;) {
      before = pauses;
      await heard();
    }
    meanwhile = async () => {
      meanwhile = () => setImmediate();
      await client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: 2 },
        contentChanges: [{ text: call }],
      });
      await heard();
    };
    await assert.rejects(outline(), { code: LSPErrorCodes.ContentModified });
    assert.equal(await outline(), 1);
    client.dispose();
    server.dispose();
  });
});
