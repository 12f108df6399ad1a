import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  activated,
  closeEverything,
  findings,
  fixture,
  openFixture,
  openText,
  positionOf,
  until,
} from './support';

describe('commands', () => {
  before(activated);
  afterEach(closeEverything);

  it('copy the corrected body', async () => {
    const editor = await openDefect();
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('sipTrace.copyCorrectedBody');
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^v=0\n/);
    assert.match(copied, /^m=audio 50075 RTP\/SAVP 0 8 101$/m);
    assert.match(editor.document.getText(), /description/, 'the document stays as it was');
  });

  it('open the corrected body beside, where the defect is gone', async () => {
    const { document } = await openDefect();
    await vscode.commands.executeCommand('sipTrace.openCorrectedBody', document.uri.toString(), {
      line: 7,
      character: 0,
    });
    const corrected = vscode.window.activeTextEditor?.document;
    assert.ok(corrected && corrected !== document);
    assert.equal(corrected.languageId, 'sdp');
    assert.match(corrected.getText(), /^m=audio 50075 RTP\/SAVP 0 8 101$/m);
  });

  it('compare the body with the corrected one', async () => {
    await openDefect();
    await vscode.commands.executeCommand('sipTrace.compareCorrectedBody');
    const { input } = await until('the comparison', () => vscode.window.tabGroups.activeTabGroup.activeTab);
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const [original, corrected] = await Promise.all([
      vscode.workspace.openTextDocument(input.original),
      vscode.workspace.openTextDocument(input.modified),
    ]);
    assert.match(original.getText(), /^v=0\n[^]*description/);
    assert.match(corrected.getText(), /^v=0\n/);
    assert.doesNotMatch(corrected.getText(), /description/);
  });

  it('generate an answer to the offer of an INVITE that has no error', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const { line, character } = positionOf(document, 'm=audio 50075');
    await vscode.commands.executeCommand('sipTrace.generateAnswer', document.uri.toString(), {
      line,
      character,
    });
    const answer = vscode.window.activeTextEditor?.document;
    assert.ok(answer && answer !== document);
    assert.equal(answer.languageId, 'sdp');
    const text = answer.getText();
    assert.match(text, /^v=0$/m);
    assert.match(text, /^m=audio \d+ RTP\/SAVP /m);
    assert.match(text, /^a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:/m);
    assert.match(text, /^a=rtcp-mux$/m);
    assert.equal(text.match(/^a=candidate:/gm)?.length, 1);
    assert.doesNotMatch(text, /\$\{/, 'placeholders are filled');
    const api = await activated();
    const counts = await until(
      'the analysis of the answer',
      () => /\$\((?:check\)|error\) (\d+))/.exec(api.status() ?? '') ?? undefined,
    );
    assert.equal(counts[1] ?? '0', '0', 'errors');
  });

  it('show a place of a trace', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const start = positionOf(document, 'SIP/2.0 200 OK');
    const end = start.translate(0, 5);
    await vscode.commands.executeCommand('sipTrace.reveal', document.uri.toString(), { start, end });
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, start.line);
  });

  it('go from message to message', async () => {
    const api = await activated();
    const editor = await openFixture('inbound-ok.siptrace');
    await until('the summary', () => api.status()?.includes('Teams bypass') === true);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const starts: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      await vscode.commands.executeCommand('sipTrace.goToNextMessage');
      // The cursor comes to the line with the time and the addresses, if there is one.
      const { line } = editor.selection.active;
      starts.push(editor.document.getText(new vscode.Range(line, 0, line + 2, 0)));
    }
    assert.match(starts.join(''), /^SIP\/2.0 183 [^]*\nSIP\/2.0 200 [^]*\nACK /m);
    const last = editor.selection.active.line;
    await vscode.commands.executeCommand('sipTrace.goToPreviousMessage');
    assert.ok(editor.selection.active.line < last);
  });
});

describe('status bar', () => {
  before(activated);
  afterEach(closeEverything);

  it('shows the profile of the call and the counts', async () => {
    const api = await activated();
    await openFixture('inbound-crypto-tag.siptrace');
    const text = await until('the counts', () =>
      /Teams bypass \$\(error\) \d+ \$\(warning\) \d+/.exec(api.status() ?? ''),
    );
    assert.notEqual(text?.[0], 'Teams bypass $(error) 0 $(warning) 0');
  });

  it('is hidden for other languages', async () => {
    const api = await activated();
    await openFixture('inbound-ok.siptrace');
    await until('the status', () => api.status());
    await openText('plaintext', 'nothing');
    await until('no status', () => api.status() === undefined);
  });
});

/** An offer with a word among its payload types, the cursor in it. */
async function openDefect(): Promise<vscode.TextEditor> {
  const offer = await fixture('offer.sdp');
  const editor = await openText('sdp', offer.replace('RTP/SAVP 0 8 101', 'RTP/SAVP 0 8 description 101'));
  await until('the finding', () => findings(editor.document, 'sdp-fmt-not-payload-type').length > 0);
  return editor;
}
