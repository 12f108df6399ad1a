import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CallsNode } from '../../client/calls/calls-rows';
import type { TestApi } from '../../client/extension';
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

describe('the view Calls', () => {
  let calls: TestApi['calls'];

  before(async () => {
    ({ calls } = await activated());
    await closeEverything();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('sipTrace.clearCallFilter');
    await closeEverything();
  });

  it('lists a trace with its call and the call’s messages, and lets it go when it is closed', async () => {
    const { document } = await openFixture('inbound-crypto-tag.siptrace');
    const [trace] = await nodes();
    assert.ok(trace?.kind === 'trace' && trace.uri.toString() === document.uri.toString());
    const call = await until('the call', async () => (await nodes(trace))[0]);
    const item = calls.getTreeItem(call);
    assert.match(labelOf(item), /^\+?\d+ → \+?\d+$/);
    assert.match(
      String(item.description),
      /^\d\d:\d\d:\d\d · 4\.\d s · \d (?:error|warning).* · Teams bypass$/,
    );
    assert.ok(item.iconPath instanceof vscode.ThemeIcon);
    assert.equal(item.iconPath.id, 'pass');
    assert.match(item.accessibilityInformation?.label ?? '', /^\S+ → \S+, answered, /);

    const messages = (await nodes(call)).map((node) => calls.getTreeItem(node));
    assert.deepEqual(
      messages.map((each) => labelOf(each).replace(/^100 .*$/, '100')),
      ['INVITE', '100', '183 Session Progress', '200 OK', 'ACK', 'BYE', '200 OK (BYE)'],
    );
    assert.match(String(messages[0]?.description), /^\+0\.000 s · offer/);
    assert.match(String(messages[2]?.description), /^\+0\.\d{3} s · answer · \d (?:error|warning)/);
    assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length, 'ids differ');

    await closeEverything();
    await until('the end of the trace', async () => (await nodes()).length === 0);
  });

  it('counts the errors of the open traces on its badge', async () => {
    await openText('sdp', (await fixture('offer.sdp')).replace('RTP/SAVP 0', 'RTP/SAVP 0 word'));
    const badge = await until('a badge', () => calls.view.badge);
    assert.ok(badge.value > 0);
    await closeEverything();
    await until('no badge', () => calls.view.badge === undefined);
  });

  it('shows a message in the editor', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const messages = await messagesOfFirstCall();
    const { command } = calls.getTreeItem(item(messages, 3));
    await vscode.commands.executeCommand(
      command?.command ?? '',
      ...((command?.arguments ?? []) as unknown[]),
    );
    const line = positionOf(document, 'SIP/2.0 200 OK').line;
    await until('the caret', () => vscode.window.activeTextEditor?.selection.active.line === line);
  });

  it('explains a row, and what a trace says stays text', async () => {
    await openText('sip-trace', hostile);
    const [trace] = await nodes();
    const call = await until('the call', async () => (await nodes(trace))[0]);
    const { tooltip } = calls.resolveTreeItem(calls.getTreeItem(call), call);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.notEqual(tooltip.isTrusted, true);
    assert.notEqual(tooltip.supportHtml, true);
    assert.doesNotMatch(tooltip.value, /<img|\]\(command:/);
    assert.doesNotMatch(labelOf(calls.getTreeItem(call)), /\$\(/, 'no icon out of a name');
  });

  it('gives the Call-ID of a row to the clipboard', async () => {
    await openText('sip-trace', invite('7@sbc', '+15550100'));
    // The trace of the test before may still be listed.
    const call = await until('the call', async () => {
      const listed = await Promise.all((await nodes()).map((trace) => nodes(trace)));
      return listed.flat().find((node) => calls.callOfNode(node)?.callId === '7@sbc');
    });
    await vscode.commands.executeCommand('sipTrace.copyCallId', call);
    assert.equal(await vscode.env.clipboard.readText(), '7@sbc');
  });

  it('is filtered by words, and says so', async () => {
    await openText('sip-trace', `${invite('7@sbc', '+15550100')}\n${invite('8@sbc', '+15550199')}`);
    const [trace] = await nodes();
    await until('both calls', async () => (await nodes(trace)).length === 2);
    await vscode.commands.executeCommand('sipTrace.filterCalls', '5550199 NO');
    const [left, ...others] = await nodes(trace);
    assert.deepEqual(others, []);
    assert.ok(left);
    assert.match(labelOf(calls.getTreeItem(left)), /15550199/);
    assert.match(calls.view.message ?? '', /5550199 NO.*1 of 2/);

    await vscode.commands.executeCommand('sipTrace.filterCalls', 'nobody');
    assert.deepEqual(await nodes(), []);
    assert.match(calls.view.message ?? '', /No call/);
    await vscode.commands.executeCommand('sipTrace.clearCallFilter');
    assert.equal((await nodes(trace)).length, 2);
    assert.equal(calls.view.message ?? '', '');
  });

  it('follows the caret', async () => {
    const editor = await openFixture('inbound-ok.siptrace');
    const messages = await messagesOfFirstCall();
    await vscode.commands.executeCommand('sipTrace.calls.focus');
    await vscode.window.showTextDocument(editor.document);
    const start = positionOf(editor.document, 'SIP/2.0 183').translate(3);
    editor.selection = new vscode.Selection(start, start);
    await until('the 183', () => calls.view.selection[0] === messages[2]);
  });

  it('refreshes the calls that change, and no others', async () => {
    const editor = await openText(
      'sip-trace',
      `${invite('7@sbc', '+15550100')}\n${invite('8@sbc', '+15550199')}`,
    );
    const [trace] = await nodes();
    const [, second] = await until('both calls', async () => {
      const found = await nodes(trace);
      return found.length === 2 && found;
    });
    const refreshed: unknown[] = [];
    const listening = calls.onDidChangeTreeData((changed) => refreshed.push(changed));
    await replace(editor, 'To: <sip:+15550199@teams>', 'To: <sip:+15550177@teams>');
    await until('a refresh', () => refreshed.length > 0);
    listening.dispose();
    assert.deepEqual(refreshed, [[second]]);
    assert.ok(second);
    assert.match(labelOf(calls.getTreeItem(second)), /15550177/);
  });

  async function nodes(parent?: CallsNode): Promise<CallsNode[]> {
    return calls.getChildren(parent);
  }

  async function messagesOfFirstCall(): Promise<CallsNode[]> {
    const [trace] = await nodes();
    const call = await until('the call', async () => (await nodes(trace))[0]);
    return nodes(call);
  }
});

const hostile = invite('<img src=x>@[a](command:x)', '$(flame)');

function labelOf({ label }: vscode.TreeItem): string {
  return typeof label === 'string' ? label : '';
}

function item(nodes: readonly CallsNode[], index: number): CallsNode {
  const node = nodes[index];
  assert.ok(node, `there is a row ${index}`);
  return node;
}

function invite(callId: string, callee: string): string {
  return `INVITE sip:${callee}@teams SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${callee}
From: <sip:+15550111@sbc>;tag=1
To: <sip:${callee}@teams>
Call-ID: ${callId}
CSeq: 1 INVITE
Max-Forwards: 70
Contact: <sip:sbc>
Content-Length: 0

`;
}
