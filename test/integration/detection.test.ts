import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEverything, fixture, openFixture, openText, setSetting, until } from './support';

describe('detection of traces in plain text', () => {
  before(activated);
  afterEach(async () => {
    await closeEverything();
    await setSetting('detection', undefined);
  });

  it('switches a .log that holds SIP', async () => {
    const { document } = await openFixture('proxy.log');
    await until('the language of the log', () => document.languageId === 'sip-trace');
  });

  it('leaves a .log without SIP messages', async () => {
    const { document } = await openFixture('startup.log');
    const before = document.languageId;
    await openFixture('proxy.log').then(({ document: log }) =>
      until('the language of the other log', () => log.languageId === 'sip-trace'),
    );
    assert.equal(document.languageId, before);
    assert.notEqual(before, 'sip-trace');
  });

  it('switches a new document when a trace is pasted into it', async () => {
    const editor = await openText('plaintext', '');
    const trace = await fixture('inbound-ok.siptrace');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), trace));
    await until('the language of the pasted trace', () => editor.document.languageId === 'sip-trace');
  });

  it('reads a pasted SDP as SDP', async () => {
    const editor = await openText('plaintext', await fixture('offer.sdp'));
    await until('the language of the SDP', () => editor.document.languageId === 'sdp');
  });

  it('does not insist when the user goes back to plain text', async () => {
    const { document } = await openFixture('proxy.log');
    await until('the language of the log', () => document.languageId === 'sip-trace');
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await outwaitDetection();
    assert.equal(document.languageId, 'plaintext');
  });

  it('does nothing when it is off', async () => {
    await setSetting('detection', 'off');
    const { document } = await openFixture('proxy.log');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.notEqual(document.languageId, 'sip-trace');
  });

  it('only offers when it shall offer, and the offer works', async () => {
    await setSetting('detection', 'offer');
    const { document } = await openFixture('proxy.log');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.notEqual(document.languageId, 'sip-trace');
    await vscode.commands.executeCommand('sipTrace.readAsTrace');
    await until('the language of the log', () => document.languageId === 'sip-trace');
  });
});

/** Detection works in the order of events: once it has seen a later document, it has done with an earlier one. */
async function outwaitDetection(): Promise<void> {
  const { document } = await openText('plaintext', await fixture('inbound-ok.siptrace'));
  await until('the language of a later document', () => document.languageId === 'sip-trace');
}
