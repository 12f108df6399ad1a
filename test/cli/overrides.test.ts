/** Severities by path and by profile, in the configuration file and in the editor, which reads the same file. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  DocumentDiagnosticRequest,
  type CodeAction,
} from 'vscode-languageserver-protocol';
import { matchesPath } from '../../server/pattern';
import { commandLine } from '../support/command-line';
import { LspClient, pullingCapabilities } from '../support/lsp-client';

const message = [
  'OPTIONS sip:a@example.com SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
  'From: <sip:b@example.com>;tag=1',
  'To: <sip:a@example.com>',
  'Call-ID: 1',
  'CSeq: 1 INVITE',
  'Max-Forwards: 70',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');
const rule = 'sip-cseq-method';

describe('overrides', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-overrides-'));
    fs.mkdirSync(path.join(folder, '.git'));
    for (const name of ['lab/deep/a.sip', 'live/a.sip']) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), message);
    }
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function configure(config: unknown): void {
    fs.writeFileSync(path.join(folder, '.siptracerc.json'), JSON.stringify(config));
  }

  async function severityOf(name: string, ...args: readonly string[]): Promise<string | undefined> {
    const { out } = await commandLine(['lint', '--format', 'json', ...args, name], folder);
    const { files } = JSON.parse(out) as {
      files: { findings: { rule: string; severity: string }[] }[];
    };
    return files[0]?.findings.find((finding) => finding.rule === rule)?.severity;
  }

  it('hold for the paths and profiles that they name, and the command line has the last word', async () => {
    configure({
      rules: { [rule]: 'warning' },
      overrides: [
        { files: ['lab/'], rules: { [rule]: 'off' } },
        { profiles: ['teams-bypass'], rules: { [rule]: 'info' } },
      ],
    });
    assert.equal(await severityOf('live/a.sip'), 'warning');
    assert.equal(await severityOf('lab/deep/a.sip'), undefined);
    assert.equal(await severityOf('live/a.sip', '--profile', 'teams-bypass'), 'info');
    assert.equal(await severityOf('lab/deep/a.sip', '--rule', `${rule}=error`), 'error');
  });

  it('that do not fit are said in one line', async () => {
    configure({ overrides: [{ file: 'lab/', rules: {} }] });
    const { status, error } = await commandLine(['live/a.sip'], folder);
    assert.equal(status, 2);
    assert.match(error, /^sip-trace: .*"overrides" must be a list of objects with "rules"[^\n]*\n$/);
  });

  it('match paths in time that does not explode', () => {
    for (const [pattern, name, wanted] of [
      ['*.sip', 'lab/deep/a.sip', true],
      ['lab/', 'lab/deep/a.sip', true],
      ['lab/*.sip', 'lab/deep/a.sip', false],
      ['lab/**/*.sip', 'lab/deep/a.sip', true],
      ['./lab/**', 'lab/deep/a.sip', true],
      ['deep/', 'lab/deep/a.sip', false],
      ['**/deep/?.sip', 'lab/deep/a.sip', true],
      [`${'*a'.repeat(50)}b`, 'a'.repeat(2000), false],
      [`${'**/a/'.repeat(50)}b`, 'a/'.repeat(500), false],
    ] as const)
      assert.equal(matchesPath(pattern, name), wanted, pattern.slice(0, 20));
  });

  it('hold in the editor, where the file wins over the settings, and the quick fix ignores', async function () {
    configure({ rules: { [rule]: 'warning' }, overrides: [{ files: ['lab/'], rules: { [rule]: 'off' } }] });
    const client = await LspClient.start(pullingCapabilities);
    client.settings = { rules: { [rule]: 'info' } };
    try {
      const severityIn = async (name: string, text: string): Promise<number | undefined> => {
        const uri = pathToFileURL(path.join(folder, name)).href;
        await client.open(uri, text);
        const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, {
          textDocument: { uri },
        });
        return report.kind === 'full' ? report.items.find(({ code }) => code === rule)?.severity : undefined;
      };
      assert.equal(await severityIn('live/a.sip', message), 2);
      assert.equal(await severityIn('lab/deep/a.sip', message), undefined);
      const uri = pathToFileURL(path.join(folder, 'live/a.sip')).href;
      const line = message.split('\r\n').findIndex((each) => each.startsWith('CSeq'));
      const actions = await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: { start: { line, character: 9 }, end: { line, character: 9 } },
        context: { diagnostics: [] },
      });
      const ignore = (actions ?? []).find((each): each is CodeAction =>
        each.title.startsWith(`Ignore ${rule}`),
      );
      const [edit] = ignore?.edit?.changes?.[uri] ?? [];
      assert.equal(edit?.newText, `#!ignore ${rule} (say why)\r\n`);
      assert.equal(await severityIn('live/b.sip', edit.newText + message), undefined);
    } finally {
      await client.stop();
    }
  });
});
