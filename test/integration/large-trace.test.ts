import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { OverviewCall, TraceSource } from '../../client/overview/trace-source';
import { writeTraffic } from '../bench/traffic';
import { activated, closeEverything, extension, hoverText, positionOf, until } from './support';

/** Calls whose text is more than VS Code hands to extensions. */
const calls = 8300;

describe('a trace that is larger than a document may be', () => {
  let sources: () => readonly TraceSource[];
  let folder: string;
  let capture: vscode.Uri;
  let log: vscode.Uri;

  before(async () => {
    const api = await activated();
    sources = () => api.overviews.sources;
    await closeEverything();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'large-'));
    capture = vscode.Uri.file(path.join(folder, 'trunk.pcap'));
    log = vscode.Uri.file(path.join(folder, 'trunk.log'));
    writeTraffic(capture.fsPath, log.fsPath, { calls, atOnce: 100, voice: 2 });
    for (const { fsPath } of [capture, log]) assert.ok((await fs.stat(fsPath)).size > 50 * 1024 * 1024);
  });
  afterEach(closeEverything);
  after(() => fs.rm(folder, { recursive: true, force: true }));

  it('opens as the overview of its calls, and says what it leaves out', async () => {
    await vscode.commands.executeCommand('vscode.open', capture);
    const { content } = await ready();
    assert.equal(content?.format, 'pcap');
    assert.equal(content.messages, calls * 8);
    assert.equal(content.calls.length, calls);
    assert.ok(content.calls.every(({ outcome }) => outcome === 'answered'));
    assert.deepEqual(content.gaps, []);
    assert.match(content.unasked[0] ?? '', /larger than the 50 MB that VS Code hands to extensions/);
  });

  it('opens from a text that VS Code does not hand to extensions', async () => {
    await vscode.commands.executeCommand('vscode.open', log);
    await vscode.commands.executeCommand('sipTrace.openOverview');
    const { content } = await ready();
    assert.equal(content?.format, 'sngrep');
    assert.equal(content.calls.length, calls);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'sipTrace.overview');
    assert.ok(!vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === log.toString()));
  });

  for (const [what, file] of [
    ['a capture', () => capture],
    ['a text', () => log],
  ] as const) {
    it(`opens a call of ${what} as text with every language feature`, async () => {
      await vscode.commands.executeCommand('sipTrace.openOverview', file());
      const source = await ready();
      const call = callAt(source, 5000);
      await source.open({ kind: 'call', call }, false);
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      const { document } = editor;
      assert.equal(document.languageId, 'sip-trace');
      assert.equal(document.uri.scheme, 'sip-trace-capture');
      const text = document.getText();
      assert.deepEqual(new Set(text.match(/^Call-ID: .*/gm)), new Set([`Call-ID: ${call.callId}`]));
      assert.equal(text.match(/^CSeq: /gm)?.length, 8);
      assert.match(document.lineAt(editor.selection.active.line).text, /^INVITE /);
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      assert.ok(symbols.length > 0);

      const { counts } = callAt(source, 5000);
      assert.ok(counts, 'its findings are known in the overview now');
      const findings = await until('the findings', () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length === counts.error + counts.warning + counts.info && found;
      });
      assert.ok(findings.every((finding) => finding.code !== undefined));
      assert.match(await hoverText(document, positionOf(document, 'a=sendrecv', 3)), /sendrecv/);
      assert.equal(callAt(source, 4999).counts, null);

      await vscode.commands.executeCommand('sipTrace.openOverview');
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      assert.ok(input instanceof vscode.TabInputCustom, 'the way back');
      assert.equal(input.uri.toString(), file().toString());
    });
  }

  it('has its calls judged in the background until that is stopped', async () => {
    await vscode.commands.executeCommand('sipTrace.openOverview', log);
    const source = await listed();
    await until('the first calls', () => judged(source) > 0);
    assert.equal(source.content?.counts, null, 'not all is known');
    const { status } = await activated();
    assert.match(status() ?? '', /^\$\(loading~spin\) SIP Trace \$\(/);
    source.judging?.stop();
    await until('the end of judging', () => source.judging?.state.kind === 'stopped');
    assert.ok(judged(source) < calls);
    assert.match(status() ?? '', /^SIP Trace \$\(/);
  });

  it('opens as its overview by itself where its name says what it is; has all calls judged, and again by a command', async () => {
    const few = vscode.Uri.file(path.join(folder, 'few.siptrace'));
    const { fsPath: proxy } = vscode.Uri.joinPath(
      extension().extensionUri,
      'test/fixtures/integration/proxy.log',
    );
    const lines = `${'-'.repeat(99)}\n`.repeat(525_000);
    await fs.writeFile(few.fsPath, [await fs.readFile(proxy, 'latin1'), lines], 'latin1');
    await vscode.commands.executeCommand('vscode.open', few);
    const source = await listed();
    for (const round of ['at once', 'again']) {
      await until(`all calls ${round}`, () => source.judging?.state.kind === 'judged');
      const { counts, calls: rows = [] } = source.content ?? {};
      assert.ok(rows.length > 0 && judged(source) === rows.length);
      assert.ok(rows.every(({ diagnosis }) => diagnosis !== null));
      assert.ok(counts && counts.error >= (rows[0]?.counts?.error ?? Infinity));
      if (round === 'at once') void vscode.commands.executeCommand('sipTrace.judgeAll');
      await until('another round', () => round === 'again' || source.judging?.state.kind === 'judging');
    }
  });

  it('stops reading when that is cancelled, and reads again', async () => {
    await vscode.commands.executeCommand('sipTrace.openOverview', log);
    const source = await ready();
    const loading = source.load();
    const { state } = source;
    assert.ok(state.kind === 'loading' && state.cancel !== null);
    state.cancel();
    await loading;
    assert.equal(source.content?.calls.length, calls, 'what was read before stays');
    await source.load();
    assert.equal(source.state.kind, 'ready');
  });

  it('finds a call again where the file has grown at its beginning', async () => {
    const moved = vscode.Uri.file(path.join(folder, 'moved.log'));
    await fs.copyFile(log.fsPath, moved.fsPath);
    await vscode.commands.executeCommand('sipTrace.openOverview', moved);
    const source = await ready();
    const call = callAt(source, 8000);
    const rest = await fs.readFile(moved.fsPath);
    await fs.writeFile(moved.fsPath, rest.subarray(rest.indexOf('\n20', 1_000_000) + 1));
    await source.open({ kind: 'call', call }, false);
    assert.match(
      vscode.window.activeTextEditor?.document.getText() ?? '',
      new RegExp(`^Call-ID: ${call.callId}`, 'm'),
    );
  });

  it('is joined with another trace call by call', async () => {
    await vscode.commands.executeCommand('sipTrace.openOverview', log);
    const source = await ready();
    await source.open({ kind: 'call', call: callAt(source, 10) }, false);
    const sample = vscode.Uri.joinPath(
      extension().extensionUri,
      'test',
      'fixtures',
      'forked',
      'inbound-forked.pcapng',
    );
    await vscode.commands.executeCommand('sipTrace.addCapture', undefined, sample);
    const joined = await until('the joined traces', () => {
      const found = sources().at(-1);
      return found !== source && found?.state.kind === 'ready' && found;
    });
    assert.equal(joined.content?.calls.length, 2);
    assert.match(
      joined.content.about.join(),
      /inbound-forked\.pcapng: nothing is known from the first trace/,
    );
  });

  /** With the judging of its calls stopped: only one test waits for it. */
  async function ready(): Promise<TraceSource> {
    const source = await listed();
    source.judging?.stop();
    return source;
  }

  async function listed(): Promise<TraceSource> {
    return until('the overview', () => {
      const source = sources().at(-1);
      if (source?.state.kind === 'failed') throw new Error(source.state.message);
      return source?.state.kind === 'ready' && source;
    });
  }
});

/** How many calls of a trace are judged. */
function judged({ content }: TraceSource): number {
  return content?.calls.filter(({ counts }) => counts !== null).length ?? 0;
}

function callAt(source: TraceSource, place: number): OverviewCall {
  const call = source.content?.calls[place];
  assert.ok(call);
  return call;
}
