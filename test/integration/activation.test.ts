import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activated, closeEverything, extension, openFixture, openText, until } from './support';

describe('activation', () => {
  after(closeEverything);

  it('by plain text does not start the language server', async () => {
    const started = performance.now();
    const api = await activated();
    console.log(`[mocha]       activated in ${Math.round(performance.now() - started)} ms`);
    await openText('plaintext', 'The quick brown fox');
    assert.equal(api.serverState(), 'idle');
    assert.equal(api.status(), undefined);
  });

  it('by a trace starts the language server', async () => {
    const api = await activated();
    const { document } = await openFixture('inbound-ok.siptrace');
    assert.equal(document.languageId, 'sip-trace');
    await until('the language server', () => api.serverState() === 'running');
  });

  it('registers every command of the manifest', async () => {
    await activated();
    const known = new Set(await vscode.commands.getCommands(true));
    const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const missing = manifest.contributes.commands
      .map(({ command }) => command)
      .filter((id) => !known.has(id));
    assert.deepEqual(missing, []);
  });

  it('makes the command line a command of terminals', async () => {
    const { variables } = await activated();
    const [folder = ''] = (variables.get('PATH')?.value ?? '').split(/[:;]$/);
    const { status, stdout, stderr } = spawnSync('sh', [join(folder, 'sip-trace'), 'rules'], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', SIP_TRACE_NODE: variables.get('SIP_TRACE_NODE')?.value },
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /ice-lite/);
  });

  it('gives an .sdp file its language', async () => {
    const { document } = await openFixture('offer.sdp');
    assert.equal(document.languageId, 'sdp');
  });
});
