import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CallPanel } from '../../client/panel/call-panel';
import type { TestApi } from '../../client/extension';
import type { ToPanel } from '../../client/webview/call/protocol';
import {
  activated,
  closeEverything,
  extension,
  fixture,
  openFixture,
  openText,
  positionOf,
  replace,
  until,
} from './support';

describe('the panel of a call', () => {
  let api: TestApi;
  let folder: string;

  before(async () => {
    api = await activated();
    await closeEverything();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'call-panel-'));
  });
  afterEach(closeEverything);
  after(() => fs.rm(folder, { recursive: true, force: true }));

  it('opens as wide as there is room, with the call at the cursor', async () => {
    const editor = await openFixture('inbound-ok.siptrace');
    moveTo(editor, positionOf(editor.document, 'SIP/2.0 200 OK'));
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    const view = await shown(panel);
    assert.equal(view.kind, 'call');
    assert.equal(view.outcome, 'answered');
    const { activeTabGroup } = vscode.window.tabGroups;
    const { input, label } = activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputWebview);
    assert.match(input.viewType, /sipTrace\.call$/);
    assert.equal(label, `${view.from.slice(0, 5)}… → ${view.to.slice(0, 5)}…`);
    assert.equal(vscode.window.tabGroups.all.length, 1);
  });

  it('opens by a key and by a position, once', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const { line, character } = positionOf(document, 'INVITE sip:');
    const panel = await openedBy(() =>
      vscode.commands.executeCommand('sipTrace.openCallPanel', document.uri.toString(), { line, character }),
    );
    await shown(panel);
    await vscode.commands.executeCommand('sipTrace.openCallPanel', document.uri, panel.key);
    await vscode.commands.executeCommand('sipTrace.openCallPanel', document.uri, { line, character });
    assert.deepEqual(api.callPanels.all, [panel]);
    assert.equal(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => isPanel(input)).length,
      1,
    );
  });

  it('opens from a row of the view Calls', async () => {
    await openFixture('inbound-ok.siptrace');
    const [trace] = await api.calls.getChildren();
    const call = await until('the call', async () => (await api.calls.getChildren(trace))[0]);
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel', call));
    assert.ok(call.kind === 'call');
    assert.equal(panel.key, call.key);
  });

  it('opens from an overview with a call whose text nobody opened', async () => {
    const uri = vscode.Uri.joinPath(extension().extensionUri, 'samples/inbound-forked.siptrace');
    const rows = new Promise((resolve) => api.overviews.onDidSendRows(resolve));
    await vscode.commands.executeCommand('sipTrace.openOverview', uri);
    await rows;
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    const { forks } = await shown(panel);
    assert.equal(forks.length, 3);
  });

  it('shows the call of a capture, with its packets', async () => {
    const uri = vscode.Uri.joinPath(extension().extensionUri, 'test/fixtures/forked/inbound-forked.pcapng');
    const rows = new Promise((resolve) => api.overviews.onDidSendRows(resolve));
    await vscode.commands.executeCommand('vscode.open', uri);
    await rows;
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    const view = await shown(panel);
    assert.equal(panel.uri.scheme, 'sip-trace-capture');
    assert.equal(view.evidence, 'observed');
    assert.ok(view.rows.some(({ kind }) => kind === 'check'));
    assert.ok(view.media.length > 0);
  });

  it('follows the cursor of the trace’s editor, and of no other', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    await shown(panel);
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
    const told = nextPost(panel, 'cursor');
    const at = positionOf(document, 'BYE sip:');
    moveTo(editor, at);
    assert.deepEqual(await told, { type: 'cursor', line: at.line });

    const content = await fixture('inbound-ok.siptrace');
    const other = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'sip-trace', content }),
      vscode.ViewColumn.Three,
    );
    const unwanted = nextPost(panel, 'cursor');
    moveTo(other, positionOf(other.document, 'BYE sip:'));
    moveTo(editor, positionOf(document, 'ACK sip:'));
    assert.deepEqual(await unwanted, { type: 'cursor', line: positionOf(document, 'ACK sip:').line });
  });

  it('follows the text, and says when the call is no longer in it', async () => {
    const { document } = await openText('sip-trace', await fixture('inbound-ok.siptrace'));
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    await shown(panel);
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
    await replace(editor, 'SIP/2.0 200 OK', 'SIP/2.0 488 Not Acceptable Here');
    await until('the new outcome', () => panel.shown?.outcome === 'rejected');
    const notice = nextPost(panel, 'notice');
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, document.lineCount, 0)));
    assert.equal((await notice).failed, true);
  });

  it('comes back after a restart, but not without its text', async () => {
    const { document } = await openText('sip-trace', await fixture('inbound-ok.siptrace'));
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    const { key: call } = await shown(panel);
    const revived = newPanel();
    await api.callPanels.deserializeWebviewPanel(revived, { uri: document.uri.toString(), call });
    await until('the title', () => /→/.test(revived.title));

    const lost = newPanel();
    const disposed = new Promise<void>((resolve) => lost.onDidDispose(resolve));
    await api.callPanels.deserializeWebviewPanel(lost, { uri: 'untitled:Untitled-77', call });
    await disposed;
    const stateless = newPanel();
    const gone = new Promise<void>((resolve) => stateless.onDidDispose(resolve));
    await api.callPanels.deserializeWebviewPanel(stateless, undefined);
    await gone;
  });

  it('writes the ladder as SVG and PNG, a report, and Mermaid', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    await shown(panel);
    const written = async (name: string): Promise<Buffer> => {
      const file = vscode.Uri.file(path.join(folder, name));
      await vscode.commands.executeCommand('sipTrace.exportCall', document.uri, panel.key, file);
      return fs.readFile(file.fsPath);
    };

    const svg = (await written('call.svg')).toString('utf8');
    assert.match(svg, /^(?:<\?xml[^>]*\?>\s*)?<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.match(svg, /INVITE/);
    assert.doesNotMatch(svg, /<script|<foreignObject|var\(--/i);

    const png = await written('call.png');
    assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    assert.ok(png.readUInt32BE(16) > 200 && png.readUInt32BE(20) > 200);

    const html = (await written('call.html')).toString('utf8');
    assert.match(html, /^<!DOCTYPE html>/);
    assert.match(html, /data:image\/svg\+xml;base64,/);
    assert.doesNotMatch(html, /<script/i);
    for (const [, key] of document.getText().matchAll(/inline:([\w+/=]+)/g)) {
      assert.ok(key !== undefined && !html.includes(key), 'a key is in the report');
    }
    for (const [, password] of document.getText().matchAll(/a=ice-pwd:(\S+)/g)) {
      assert.ok(password !== undefined && !html.includes(password), 'a password is in the report');
    }

    const mermaid = (await written('call.mmd')).toString('utf8');
    assert.match(mermaid, /^sequenceDiagram\n {2}participant L0 as /);
    assert.match(mermaid, /L\d->>L\d: INVITE SDP offer/);
  });

  it('compares two descriptions without their keys', async () => {
    await openFixture('inbound-ok.siptrace');
    const panel = await openedBy(() => vscode.commands.executeCommand('sipTrace.openCallPanel'));
    const { descriptions } = await shown(panel);
    assert.ok(descriptions.length > 1);
    for (const { text } of descriptions) assert.doesNotMatch(text, /inline:[\w+/]{20}/);
  });

  /** The panel that an action opens. */
  async function openedBy(action: () => PromiseLike<unknown>): Promise<CallPanel> {
    const before = new Set(api.callPanels.all);
    await action();
    return until('the panel', () => api.callPanels.all.find((panel) => !before.has(panel)));
  }

  /** What a panel shows, once its webview has got it. */
  async function shown(panel: CallPanel): Promise<NonNullable<CallPanel['shown']>> {
    await panel.loaded();
    assert.ok(panel.shown);
    return panel.shown;
  }

  async function nextPost<Type extends ToPanel['type']>(
    panel: CallPanel,
    type: Type,
  ): Promise<Extract<ToPanel, { readonly type: Type }>> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no message ${type}`)), 60_000);
      const listening = panel.onDidPost((message) => {
        if (message.type !== type) return;
        clearTimeout(timer);
        listening.dispose();
        resolve(message as Extract<ToPanel, { readonly type: Type }>);
      });
    });
  }

  function newPanel(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel('sipTrace.call', 'Call', vscode.ViewColumn.Active);
  }
});

function isPanel(input: unknown): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith('sipTrace.call');
}

function moveTo(editor: vscode.TextEditor, at: vscode.Position): void {
  editor.selection = new vscode.Selection(at, at);
}
