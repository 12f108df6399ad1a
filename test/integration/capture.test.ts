import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../client/extension';
import type { TraceSource } from '../../client/overview/trace-source';
import { activated, closeEverything, extension, positionOf, ruleOf, setSetting, until } from './support';

describe('a capture', () => {
  let api: TestApi;
  let folder: string;

  before(async () => {
    api = await activated();
    await closeEverything();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'capture-'));
  });
  afterEach(async () => {
    await closeEverything();
    await setSetting('tlsKeyLog', undefined);
  });
  after(() => fs.rm(folder, { recursive: true, force: true }));

  it('opens as its overview, with its calls and media streams', async () => {
    const rows = new Promise((resolve) => api.overviews.onDidSendRows(resolve));
    const uri = inProject('test/fixtures/forked/inbound-forked.pcapng');
    await vscode.commands.executeCommand('vscode.open', uri);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'sipTrace.capture');
    const { content } = await ready();
    assert.equal(content?.format, 'pcapng');
    assert.equal(content.messages, 9);
    assert.deepEqual(
      content.calls.map(({ outcome }) => outcome),
      ['answered'],
    );
    assert.equal(content.streams.length, 5);
    assert.ok(content.streams.every(({ call }) => call === content.calls[0]?.key));
    assert.deepEqual(content.gaps, []);
    await rows;
  });

  it('is listed in the view Calls', async () => {
    await open('test/fixtures/forked/inbound-forked.pcapng');
    const [trace] = await until('the trace', async () => {
      const found = await api.calls.getChildren();
      return found.length === 1 && found;
    });
    assert.ok(trace);
    assert.equal(api.calls.getTreeItem(trace).label, 'inbound-forked.pcapng');
    const call = await until('the call', async () => (await api.calls.getChildren(trace))[0]);
    assert.equal((await api.calls.getChildren(call)).length, 9);
    await closeEverything();
    await until('the end of the trace', async () => (await api.calls.getChildren()).length === 0);
  });

  it('opens a call as text, where the language features and the findings are', async () => {
    const source = await open('test/fixtures/forked/inbound-forked.pcapng');
    const [call] = source.content?.calls ?? [];
    assert.ok(call);
    await source.open({ kind: 'call', call }, false);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const { document } = editor;
    assert.equal(document.languageId, 'sip-trace');
    assert.equal(path.basename(document.uri.path), 'inbound-forked.pcapng.siptrace');
    assert.match(document.lineAt(editor.selection.active.line).text, /^INVITE /);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.ok(symbols.length > 0);
    const findings = await until('the finding', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 && found;
    });
    const { error, warning, info } = call.counts ?? { error: -1, warning: 0, info: 0 };
    assert.equal(findings.length, error + warning + info);
    assert.ok(findings.every((finding) => ruleOf(finding) !== undefined));

    await vscode.commands.executeCommand('sipTrace.openOverview');
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputCustom, 'the way back');
    assert.equal(input.viewType, 'sipTrace.capture');
  });

  it('opens a stream at its block, and the whole as text', async () => {
    const source = await open('test/fixtures/forked/inbound-forked.pcapng');
    const [stream] = source.content?.streams ?? [];
    assert.ok(stream);
    await source.open({ kind: 'stream', stream }, false);
    const editor = vscode.window.activeTextEditor;
    const line = editor?.document.lineAt(editor.selection.active.line).text ?? '';
    assert.match(line, /^=== 8 .* RTP 139 packets/);

    await vscode.commands.executeCommand(
      'vscode.open',
      inProject('test/fixtures/forked/inbound-forked.pcapng'),
    );
    await until('the overview', () => vscode.window.activeTextEditor === undefined);
    await vscode.commands.executeCommand('sipTrace.openAsText');
    await until('the text', () => vscode.window.activeTextEditor?.document === editor?.document);
  });

  it('is saved as a text trace that says the same', async () => {
    const source = await open('test/fixtures/forked/inbound-forked.pcapng');
    const target = vscode.Uri.file(path.join(folder, 'saved.siptrace'));
    await vscode.commands.executeCommand('sipTrace.saveAsTextTrace', undefined, target);
    const text = await until('the saved text', () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document?.uri.toString() === target.toString() && document.getText();
    });
    assert.match(text, /^#!trace-text 1\n/);
    await vscode.commands.executeCommand('sipTrace.openOverview');
    const saved = await ready();
    assert.deepEqual(saved.content?.calls, source.content?.calls);
    assert.deepEqual(saved.content?.streams, source.content?.streams);
  });

  it('that is none says so, and what to do; it is read once it is one', async () => {
    const file = path.join(folder, 'late.pcap');
    await fs.writeFile(file, 'INVITE sip:b@example.com SIP/2.0\n');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const source = await until('the source', () => api.overviews.sources.at(-1));
    const { state } = await until('the failure', () => source.state.kind === 'failed' && source);
    assert.match(state.kind === 'failed' ? state.message : '', /^This is no capture .*Text Editor”\.$/);

    await fs.copyFile(inProject('test/fixtures/forked/inbound-forked.pcapng').fsPath, file);
    const loading = source.load();
    const { state: reading } = source;
    assert.ok(reading.kind === 'loading' && reading.cancel !== null);
    reading.cancel();
    await loading;
    const { state: stopped } = source;
    assert.match(stopped.kind === 'failed' ? stopped.message : '', /cancelled/);

    await source.load();
    assert.equal((await ready()).content?.calls.length, 1);
  });

  it('is read again when its file changes', async () => {
    const file = path.join(folder, 'growing.pcapng');
    await fs.copyFile(inProject('test/fixtures/capture/12-bad-dtls-only-offer.pcapng').fsPath, file);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const source = await ready();
    assert.deepEqual(
      source.content?.calls.map(({ outcome }) => outcome),
      ['rejected'],
    );
    await fs.copyFile(inProject('test/fixtures/forked/inbound-forked.pcapng').fsPath, file);
    await until('the new capture', () => source.content?.calls[0]?.outcome === 'answered');
    assert.equal(source.content.streams.length, 5);
  });

  it('that is cut off says where', async () => {
    const file = path.join(folder, 'cut.pcapng');
    const whole = await fs.readFile(inProject('test/fixtures/forked/inbound-forked.pcapng').fsPath);
    await fs.writeFile(file, whole.subarray(0, 40_001));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const source = await ready();
    const [gap] = source.content?.gaps ?? [];
    assert.equal(gap?.kind, 'unreadable');
    assert.match(gap.place, /^behind frame \d+$/);
    await source.open({ kind: 'gap', gap }, false);
    const { document, selection } = vscode.window.activeTextEditor ?? {};
    assert.equal(selection?.active.line, (document?.lineCount ?? 0) - 1, 'no packet is behind it');
  });

  it('of TLS is decrypted with the key log that the setting names', async () => {
    const source = await open('test/fixtures/capture/01h-inbound-tls.pcapng');
    assert.deepEqual(source.content?.calls, []);
    assert.match(source.content.gaps[0]?.message ?? '', /TLS 1\.2, not decrypted \(.*: no key/);
    await source.openAsText();
    const { document } = vscode.window.activeTextEditor ?? {};

    await setSetting('tlsKeyLog', path.join(folder, 'none.txt'));
    await until('the problem', () => /none\.txt cannot be read/.test(source.content?.gaps[0]?.message ?? ''));

    await setSetting('tlsKeyLog', inProject('test/fixtures/capture/01h-inbound-tls.keylog.txt').fsPath);
    await until('the call', () => source.content?.calls[0]?.outcome === 'answered');
    assert.deepEqual(source.content.gaps, []);
    assert.ok(document);
    positionOf(document, 'INVITE sip:');
  });

  it('is joined with a log of the same call, whose clock differs', async () => {
    const log = path.join(folder, 'sbc.siptrace');
    const text = await fs.readFile(inProject('samples/inbound-forked.siptrace').fsPath, 'utf8');
    await fs.writeFile(log, text.replaceAll(' 05:47:', ' 05:46:'));
    await vscode.window.showTextDocument(vscode.Uri.file(log), { preview: false });
    await vscode.commands.executeCommand(
      'sipTrace.addCapture',
      undefined,
      inProject('test/fixtures/forked/inbound-forked.pcapng'),
    );
    const source = await ready();
    const { content } = source;
    assert.equal(content?.format, 'text + pcapng');
    assert.deepEqual(content.about, ['inbound-forked.pcapng: clock 60.000 s ahead (by 9 messages in both)']);
    assert.equal(content.messages, 9, 'each message once');
    assert.equal(content.calls.length, 1);
    assert.equal(content.streams.length, 5);
    const [trace] = (await api.calls.getChildren()).slice(-1);
    assert.ok(trace);
    assert.equal(api.calls.getTreeItem(trace).label, 'sbc.siptrace + inbound-forked.pcapng');

    const started = content.streams[0]?.started?.micros ?? 0;
    await vscode.commands.executeCommand('sipTrace.adjustClock', undefined, -58.5);
    await until('the new clock', () => source.content?.about[0]?.endsWith('clock 58.500 s ahead'));
    await until('the new times', () => source.content?.streams[0]?.started?.micros === started + 1_500_000);

    await source.openAsText();
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(path.basename(document?.uri.path ?? ''), 'sbc.siptrace + inbound-forked.pcapng.siptrace');
    await vscode.commands.executeCommand('sipTrace.openOverview');
    assert.equal((await ready()).content?.format, 'text + pcapng');
  });

  async function open(file: string): Promise<TraceSource> {
    await vscode.commands.executeCommand('vscode.open', inProject(file), { preview: false });
    return ready();
  }

  /** The newest overview, when it has been filled. */
  async function ready(): Promise<TraceSource> {
    return until('the overview', () => {
      const source = api.overviews.sources.at(-1);
      if (source?.state.kind === 'failed') throw new Error(source.state.message);
      return source?.state.kind === 'ready' && source;
    });
  }
});

function inProject(file: string): vscode.Uri {
  return vscode.Uri.joinPath(extension().extensionUri, file);
}
