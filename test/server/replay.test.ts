/** The call panel's request, and the ways to the panel that the server offers, asked by a real LSP client. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  CodeActionKind,
  CodeActionRequest,
  CodeLensRequest,
  DocumentDiagnosticRequest,
  type CodeAction,
  type Diagnostic,
} from 'vscode-languageserver-protocol/node';
import {
  clientCommands,
  replayRequest,
  summaryRequest,
  type ReplayParams,
  type ReplayResult,
  type TraceSummary,
} from '../../shared/protocol';
import { LspClient, pullingCapabilities } from '../support/lsp-client';

const fixture = (name: string): string =>
  fs.readFileSync(path.resolve(__dirname, '../fixtures/ice', name), 'utf8').replaceAll('\r\n', '\n');

describe('the server and the call panel', () => {
  const forked = 'file:///03.siptrace';
  const text = fixture('03-media-stays-on-first-fork.siptrace');
  let client: LspClient;
  let key: string;

  before(async () => {
    client = await LspClient.start(pullingCapabilities);
    await client.open(forked, text);
    const summary = await client.connection.sendRequest<TraceSummary>(summaryRequest, { uri: forked });
    key = summary.calls[0]?.key ?? '';
  });

  after(async () => {
    await client.stop();
  });

  const replay = (params: Partial<ReplayParams>): Promise<ReplayResult> =>
    client.connection.sendRequest<ReplayResult>(replayRequest, {
      uri: forked,
      call: { key },
      whatIf: null,
      ...params,
    });

  it('gives the replay of a call, by its key or a place in it, as it is or with a fact changed', async () => {
    const panel = await replay({});
    assert.equal(panel?.key, key);
    assert.deepEqual(
      panel.verdicts.filter(({ severity }) => severity === 'error').map(({ id }) => id),
      ['wrong-fork'],
    );
    const line = text.split('\n').findIndex((each) => each.startsWith('=== 5 '));
    assert.deepEqual(await replay({ call: { position: { line, character: 0 } } }), panel);
    const id = panel.whatIfs.find(({ title }) => title === 'No 183 with SDP')?.id ?? '';
    const simulated = await replay({ whatIf: id });
    assert.match(simulated?.simulated ?? '', /^No 183 with SDP/);
  });

  it('gives nothing for a call that is not there, or a document that is not open', async () => {
    assert.equal(await replay({ call: { key: 'none' } }), null);
    assert.equal(await replay({ call: { position: { line: 0, character: 0 } } }), null);
    assert.equal(await replay({ uri: 'file:///closed.siptrace' }), null);
  });

  it('offers the panel above the call', async () => {
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: forked },
    });
    const lens = lenses?.find(({ command }) => command?.command === clientCommands.openCall);
    assert.equal(lens?.command?.title, 'ICE completed, with errors · open the call');
    assert.deepEqual(lens.command.arguments, [forked, key]);
    assert.match(text.split('\n')[lens.range.start.line] ?? '', /^INVITE /);
  });

  it('offers no panel above what is no call', async () => {
    const uri = 'file:///offer.sdp';
    await client.open(
      uri,
      'v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n',
    );
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    assert.ok((lenses ?? []).every(({ command }) => command?.command !== clientCommands.openCall));
    await client.close(uri);
  });

  it('offers the panel beside a diagnostic of a call, and does not call it a fix', async () => {
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri: forked },
    });
    const [diagnostic]: readonly Diagnostic[] = report.kind === 'full' ? report.items : [];
    assert.ok(diagnostic !== undefined);
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: forked },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic], only: [CodeActionKind.QuickFix] },
    });
    const action = (actions ?? []).find(
      (each): each is CodeAction => 'command' in each && each.title === 'Show in the call panel',
    );
    assert.deepEqual(action?.command, {
      title: 'Show in the call panel',
      command: clientCommands.openCall,
      arguments: [forked, diagnostic.range.start],
    });
    assert.equal(action.edit, undefined);
    assert.notEqual(action.isPreferred, true);
    assert.ok(action.diagnostics?.some(({ code }) => code === diagnostic.code));
  });
});
