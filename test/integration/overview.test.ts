import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../client/extension';
import { overviewTables } from '../../client/overview/overview-tables';
import type { MediaFlow, MediaStream, TraceSource } from '../../client/overview/trace-source';
import type { PageMessage } from '../../client/webview/protocol';
import {
  activated,
  closeEverything,
  fixture,
  openFixture,
  openText,
  positionOf,
  replace,
  until,
} from './support';

describe('the overview of a trace', () => {
  let overviews: TestApi['overviews'];

  before(async () => {
    ({ overviews } = await activated());
    await closeEverything();
  });
  afterEach(closeEverything);

  it('opens beside the text, and its webview asks for the calls', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    const { rows, total } = await shown;
    assert.equal(total, 1);
    assert.match(
      rows[0]?.label ?? '',
      /^Time [\d:.]+, From \S+, To \S+, Duration 4\.\d s, Outcome answered, /,
    );
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'sipTrace.overview');
    assert.equal(input.uri.toString(), document.uri.toString());
  });

  it('opens without the text, from a name that says nothing', async () => {
    const { extensionUri } = vscode.extensions.getExtension('sip-trace-inspector.sip-trace-inspector') ?? {};
    assert.ok(extensionUri);
    const uri = vscode.Uri.joinPath(extensionUri, 'test/fixtures/integration/proxy.log');
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview', uri);
    assert.equal((await shown).total, 1);
    assert.equal(source().content?.format, 'sngrep');
  });

  it('shows a call in the text, and the whole text', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    await shown;
    const [call] = source().content?.calls ?? [];
    assert.ok(call);
    await source().open({ kind: 'call', call }, false);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document, document);
    assert.equal(editor.selection.active.line, positionOf(document, 'INVITE sip:').line);
  });

  it('has a menu for its rows: copies, shows and saves what they are about', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    await shown;
    const [call] = source().content?.calls ?? [];
    assert.ok(call);
    const row = { sipTraceTable: 'calls', sipTraceRow: call.key };
    await vscode.commands.executeCommand('sipTrace.copyCallId', row);
    assert.equal(await vscode.env.clipboard.readText(), call.callId);
    await vscode.commands.executeCommand('sipTrace.copyRow', row);
    assert.match(await vscode.env.clipboard.readText(), /^[\d:.]+\t\S+\t\S+\t4\.\d s\tanswered\t/);
    const file = vscode.Uri.file(path.join(os.tmpdir(), `call-${process.pid}.siptrace`));
    await vscode.commands.executeCommand('sipTrace.saveCall', row, file);
    const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    await vscode.workspace.fs.delete(file);
    assert.equal(saved.match(/^CSeq: /gm)?.length, document.getText().match(/^CSeq: /gm)?.length);
    await vscode.commands.executeCommand('sipTrace.openOverview', document.uri);
    await vscode.commands.executeCommand('sipTrace.showFindings', row);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('tells of the chosen call what to do to its end', async () => {
    await openFixture('inbound-ok.siptrace');
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    await shown;
    const { content } = source();
    const [call] = content?.calls ?? [];
    assert.ok(content && call?.diagnosis);
    const advice = `${'The SBC must answer every check. '.repeat(20)}Open UDP on its media ports.`;
    const long = { ...call, diagnosis: { ...call.diagnosis, advice } };
    const [calls] = overviewTables({ ...content, calls: [long] });
    const page = calls?.page({
      type: 'page',
      generation: 0,
      table: 'calls',
      query: { filter: '', sort: null },
      from: 0,
      count: 1,
      active: null,
    });
    assert.ok(page?.rows[0]?.preview.includes(advice));
  });

  it('goes back to the text by its command', async () => {
    await openFixture('inbound-ok.siptrace');
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    await shown;
    assert.equal(vscode.window.activeTextEditor, undefined);
    await vscode.commands.executeCommand('sipTrace.openAsText');
    await until('the text', () => vscode.window.activeTextEditor?.document.fileName.endsWith('ok.siptrace'));
  });

  it('names what was not understood, and leads there', async () => {
    const text = (await fixture('inbound-ok.siptrace')).replace('\nCall-ID:', '\nno header\nCall-ID:');
    const { document } = await openText('sip-trace', text);
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    await shown;
    const gap = source().content?.gaps.find(({ kind }) => kind === 'malformed');
    assert.ok(gap);
    const { line } = positionOf(document, 'no header');
    assert.match(gap.place, new RegExp(`^line ${line + 1}, INVITE$`));
    await source().open({ kind: 'gap', gap }, true);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, line);
  });

  it('of a text that was not saved yet leaves the text alone', async () => {
    const { document } = await openText('sip-trace', await fixture('inbound-ok.siptrace'));
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    assert.equal((await shown).total, 1);
    assert.equal(document.isClosed, false);
    assert.equal(document.isDirty, true);
    await vscode.commands.executeCommand('sipTrace.openAsText');
    await until('the text', () => vscode.window.activeTextEditor?.document === document);
  });

  it('of such a text comes back after a restart, but not without the text', async () => {
    const { document } = await openText('sip-trace', await fixture('inbound-ok.siptrace'));
    const newPanel = () =>
      vscode.window.createWebviewPanel('sipTrace.overview', 'Overview', vscode.ViewColumn.Active);
    const shown = nextRows();
    await overviews.deserializeWebviewPanel(newPanel(), { uri: document.uri.toString() });
    assert.equal((await shown).total, 1);

    const lost = newPanel();
    const disposed = new Promise<void>((resolve) => lost.onDidDispose(resolve));
    await overviews.deserializeWebviewPanel(lost, { uri: 'untitled:Untitled-77' });
    await disposed;

    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('the end of the text', () => document.isClosed);
    await assert.rejects(source().openAsText(), /not saved/);
  });

  it('follows the text', async () => {
    const editor = await openText('sip-trace', await fixture('inbound-ok.siptrace'));
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    await shown;
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.Beside);
    const active = vscode.window.activeTextEditor;
    assert.ok(active);
    const { label = '' } =
      (await nextRowsAfter(() => replace(active, 'SIP/2.0 200 OK', 'SIP/2.0 488 No'))).rows[0] ?? {};
    assert.match(label, /Outcome rejected \(488\)/);
  });

  it('is listed in the view Calls by its trace, though the text is closed', async () => {
    const { calls } = await activated();
    const { document } = await openFixture('inbound-ok.siptrace');
    const shown = nextRows();
    await vscode.commands.executeCommand('sipTrace.openOverview');
    await shown;
    const text = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ input }) => input instanceof vscode.TabInputText);
    assert.ok(text);
    await vscode.window.tabGroups.close(text);
    const [trace] = await calls.getChildren();
    assert.equal(trace?.kind === 'trace' && trace.uri.toString(), document.uri.toString());
  });

  it('has a table of media streams where the trace holds some', () => {
    const content = {
      format: 'pcap',
      messages: 0,
      about: [],
      damage: [],
      capture: [],
      counts: { error: 0, warning: 0, info: 0 },
      calls: [],
      upkeep: [],
      flows: [],
      gaps: [],
      unasked: [],
    };
    assert.deepEqual(
      overviewTables({ ...content, streams: [] }).map(({ spec }) => spec.id),
      ['calls'],
    );
    const flow: MediaFlow = {
      key: '0',
      started: null,
      ended: null,
      source: '192.0.2.1:50006',
      destination: '192.0.2.2:3478',
      protocol: 'SRTP, UDP',
      packets: 700,
      octets: 90_000,
      class: 'relay',
      flow: '3',
      interface: 'Wi-Fi',
      part: 'stayed',
      range: null,
    };
    const tried: MediaFlow = { ...flow, key: '1', part: 'tried' };
    const [flows, ...others] = overviewTables({ ...content, streams: [], flows: [flow, tried] });
    assert.equal(flows?.spec.id, 'flows', 'no table of calls where there are none');
    assert.deepEqual(others, []);
    const place = flows.spec.columns.findIndex(({ id }) => id === 'part');
    const shown = flows
      .page({
        type: 'page',
        generation: 0,
        table: 'flows',
        query: { filter: '', sort: null },
        from: 0,
        count: 2,
        active: null,
      })
      .rows.map(({ cells }) => {
        const { text = '', marks } = cells[place] ?? {};
        return marks?.map((mark) => mark.text).join() ?? text;
      });
    assert.deepEqual(shown, ['stayed', 'tried']);
    const stream: MediaStream = {
      key: 'a',
      started: { micros: 1_000_000, date: 'missing' },
      ended: { micros: 9_100_000, date: 'missing' },
      source: '192.0.2.1:4000',
      destination: '192.0.2.2:5000',
      kind: 'SRTP',
      ssrc: '0badcafe',
      codec: 'PCMA',
      packets: 405,
      lost: null,
      longestGap: null,
      longestSilence: null,
      jitter: 1.25,
      keys: null,
      sender: null,
      fork: '',
      call: null,
    };
    const tables = overviewTables({
      ...content,
      streams: [stream, { ...stream, key: 'b', ssrc: '00000001', lost: 3 }],
    });
    assert.deepEqual(
      tables.map(({ spec }) => spec.id),
      ['calls', 'streams'],
    );
    const query = { sort: { column: 'lost', descending: true }, filter: '' };
    const request = {
      type: 'page',
      generation: 0,
      table: 'streams',
      query,
      from: 0,
      count: 10,
      active: null,
    } as const;
    const rows = tables[1]?.page(request).rows ?? [];
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['b', 'a'],
    );
    assert.match(
      rows[1]?.label ?? '',
      /Media SRTP PCMA, SSRC 0badcafe, Duration 8\.1 s, Packets 405, Jitter 1\.3 ms$/,
    );
    assert.equal(tables[1]?.page({ ...request, query: { ...query, filter: '0badcafe' } }).total, 1);
    const nextDay = { micros: 86_401_000_000, date: 'missing' } as const;
    const late: MediaStream = {
      ...stream,
      started: nextDay,
      ended: nextDay,
      lost: 3,
      longestSilence: 2_500_000,
      longestGap: 2,
      keys: { verified: 'none', message: 'no packet authenticates' },
      sender: 'teams',
      fork: 'fork B',
    };
    const [, told] = overviewTables({ ...content, streams: [stream, late] });
    const [row] = told?.page(request).rows ?? [];
    assert.match(
      row?.label ?? '',
      /Direction Teams → SBC, Fork fork B, .* Lost 3 \(0\.7 %\), Largest Gap 2\.5 s, Jitter .* Key wrong$/,
    );
    assert.ok(row?.preview.includes('no packet authenticates'));
    assert.deepEqual(tables[1].target('a'), { kind: 'stream', stream });
  });

  function source(): TraceSource {
    const found = overviews.sources.at(-1);
    assert.ok(found);
    return found;
  }

  /** The rows that a webview asks for from now on: it runs, and it has got what it may show. */
  async function nextRows(): Promise<PageMessage> {
    return new Promise((resolve, reject) => {
      const waiting = setTimeout(() => {
        listening.dispose();
        reject(new Error('no webview asked for rows'));
      }, 60_000);
      const listening = overviews.onDidSendRows((rows) => {
        clearTimeout(waiting);
        listening.dispose();
        resolve(rows);
      });
    });
  }

  async function nextRowsAfter(change: () => Promise<unknown>): Promise<PageMessage> {
    const rows = nextRows();
    await change();
    return rows;
  }
});
