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
  replace,
  ruleOf,
  setSetting,
  until,
} from './support';

describe('findings', () => {
  before(activated);
  afterEach(async () => {
    await closeEverything();
    await setSetting('profile', undefined);
    await setSetting('rules', undefined);
  });

  it('of a compliant call hold no error', async () => {
    const api = await activated();
    const { document } = await openFixture('inbound-ok.siptrace');
    const counts = await until(
      'the counts in the status bar',
      () => /^Teams bypass \$\((?:check\)|error\) (\d+))/.exec(api.status() ?? '') ?? undefined,
    );
    assert.equal(counts[1] ?? '0', '0', 'errors');
    const errors = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.deepEqual(errors.map(ruleOf), []);
  });

  it('underline a crypto tag that was not offered, with the rule’s page and the offer’s line', async () => {
    const { document } = await openFixture('inbound-crypto-tag.siptrace');
    const [finding] = await until('oa-crypto-tag', () => {
      const found = findings(document, 'oa-crypto-tag');
      return found.length > 0 && found;
    });
    assert.ok(finding);
    assert.equal(finding.range.start.line, positionOf(document, 'a=crypto:2 ').line);
    assert.ok(typeof finding.code === 'object');
    const page = await vscode.workspace.openTextDocument(finding.code.target);
    assert.equal(page.languageId, 'markdown');
    assert.match(page.getText(), /^# `oa-crypto-tag`\n/);
    const offer = positionOf(document, 'a=crypto:1 ').line;
    assert.ok(finding.relatedInformation?.some(({ location }) => location.range.start.line === offer));
  });

  it('come with a defect that is typed, and go with it', async () => {
    const editor = await openText('sdp', await fixture('offer.sdp'));
    await replace(editor, 'RTP/SAVP 0 8 101', 'RTP/SAVP 0 8 description 101');
    const [finding] = await until('sdp-fmt-not-payload-type', () => {
      const found = findings(editor.document, 'sdp-fmt-not-payload-type');
      return found.length > 0 && found;
    });
    assert.equal(finding && editor.document.getText(finding.range), 'description');
    await replace(editor, ' description', '');
    await until('no finding', () => findings(editor.document, 'sdp-fmt-not-payload-type').length === 0);
  });

  it('are corrected by the preferred quick fix in an SDP file', async () => {
    const editor = await openText('sdp', await fixture('offer.sdp'));
    const { document } = editor;
    const compliant = document.getText();
    await replace(editor, 'RTP/SAVP 0 8 101', 'RTP/SAVP 0 8 description 101');
    const [finding] = await until('sdp-fmt-not-payload-type', () => {
      const found = findings(document, 'sdp-fmt-not-payload-type');
      return found.length > 0 && found;
    });
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
      10,
    );
    const fix = actions.find(({ isPreferred, edit }) => isPreferred === true && edit !== undefined);
    assert.ok(
      fix?.edit,
      `no preferred fix with an edit among: ${actions.map(({ title }) => title).join('; ')}`,
    );
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), compliant);
    await until('no finding', () => findings(document, 'sdp-fmt-not-payload-type').length === 0);
  });

  it('never offer to edit a trace in place', async () => {
    const { document } = await openFixture('inbound-crypto-tag.siptrace');
    const [finding] = await until('oa-crypto-tag', () => {
      const found = findings(document, 'oa-crypto-tag');
      return found.length > 0 && found;
    });
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
    );
    assert.deepEqual(
      actions.filter(({ edit }) => edit?.has(document.uri) === true).map(({ title }) => title),
      [],
    );
  });

  it('follow the profile without a reload', async () => {
    const editor = await openText('sdp', await fixture('offer.sdp'));
    const { document } = editor;
    await setSetting('profile', 'teams-bypass');
    await replace(editor, 'RTP/SAVP 0 8 101', 'RTP/SAVP 0 8 76 101');
    await until('a warning', () => severityOf(document) === vscode.DiagnosticSeverity.Warning);
    await setSetting('profile', 'rfc');
    await until('an error', () => severityOf(document) === vscode.DiagnosticSeverity.Error);
  });

  it('follow the severity of a rule without a reload', async () => {
    const editor = await openText('sdp', await fixture('offer.sdp'));
    await replace(editor, 'RTP/SAVP 0 8 101', 'RTP/SAVP 0 8 description 101');
    await until('a finding', () => findings(editor.document, 'sdp-fmt-not-payload-type').length > 0);
    await setSetting('rules', { 'sdp-fmt-not-payload-type': 'off' });
    await until('no finding', () => findings(editor.document, 'sdp-fmt-not-payload-type').length === 0);
  });

  it('are not listed for the old side of a comparison', async () => {
    const uri = vscode.Uri.from({ scheme: 'git', path: '/old.sdp' });
    const provider = vscode.workspace.registerTextDocumentContentProvider('git', {
      provideTextDocumentContent: async () =>
        (await fixture('offer.sdp')).replace('RTP/SAVP 0 8 101', 'RTP/SAVP 0 8 description 101'),
    });
    try {
      const old = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(old);
      assert.equal(old.languageId, 'sdp');
      const editor = await openText('sdp', old.getText());
      await until(
        'the findings of the new one',
        () => findings(editor.document, 'sdp-fmt-not-payload-type').length > 0,
      );
      assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    } finally {
      provider.dispose();
    }
  });
});

function severityOf(document: vscode.TextDocument): vscode.DiagnosticSeverity | undefined {
  return findings(document, 'sdp-payload-rtcp-conflict')[0]?.severity;
}
