/** The first minutes: samples, the walkthrough's links, files as other editors write them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activated, closeEverything, extension, fixture, until } from './support';

describe('the first minutes', () => {
  before(activated);
  afterEach(closeEverything);

  it('open samples under their own names, which nobody can write', async function () {
    for (const file of ['inbound-crypto-tag.log', 'sbc-offer.sdp', 'inbound-blocked.pcapng']) {
      await vscode.commands.executeCommand('sipTrace.openSample', file);
      const { label, input } = await until('the tab', () => vscode.window.tabGroups.activeTabGroup.activeTab);
      assert.equal(label, file);
      if (!(input instanceof vscode.TabInputText)) {
        assert.ok(input instanceof vscode.TabInputCustom && file.endsWith('.pcapng'), file);
        continue;
      }
      const { permissions } = await vscode.workspace.fs.stat(input.uri);
      // Quick fixes put this one right: VS Code offers none where one cannot type.
      assert.equal(permissions, file.endsWith('.sdp') ? undefined : vscode.FilePermission.Readonly, file);
      await assert.rejects(
        Promise.resolve(vscode.workspace.fs.writeFile(input.uri, new Uint8Array())),
        /./,
        file,
      );
      const { languageId } = await vscode.workspace.openTextDocument(input.uri);
      assert.equal(languageId, file.endsWith('.sdp') ? 'sdp' : 'sip-trace', file);
      await until(`the findings of ${file}`, () => vscode.languages.getDiagnostics(input.uri).length > 0);
    }
  });

  it('follow the links of the walkthrough', async () => {
    const { contributes } = extension().packageJSON as {
      contributes: { walkthroughs: readonly [{ steps: readonly { description: string }[] }] };
    };
    const links = contributes.walkthroughs[0].steps.flatMap(({ description }) => [
      ...description.matchAll(/\]\(command:(sipTrace\.\w+)\?([^)]+)\)/g),
    ]);
    assert.equal(links.length, 3);
    for (const [, command = '', given = ''] of links) {
      const args = JSON.parse(decodeURIComponent(given)) as readonly unknown[];
      await vscode.commands.executeCommand(command, ...args);
      await until(`what ${command} opens`, () => {
        const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
        return tab !== undefined && !(tab.input instanceof vscode.TabInputText);
      });
      await closeEverything();
    }
  });

  it('open a terminal in which sip-trace is a command', async () => {
    await vscode.commands.executeCommand('sipTrace.openTerminal');
    const terminal = await until('the terminal', () =>
      vscode.window.terminals.find(({ name }) => name === 'sip-trace'),
    );
    terminal.dispose();
  });

  it('open a file whatever its encoding', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'encodings-'));
    const text = await fixture('inbound-ok.siptrace');
    const marked = Buffer.from(`\ufeff${text}`);
    const files = { 'utf8.siptrace': marked, 'utf16.siptrace': Buffer.from(`\ufeff${text}`, 'utf16le') };
    try {
      for (const [name, octets] of Object.entries(files)) {
        const file = join(folder, name);
        writeFileSync(file, octets);
        const document = await vscode.workspace.openTextDocument(file);
        assert.equal(document.getText().replaceAll('\r\n', '\n'), text, name);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
