/** The command line as scripts use it: the bundle, its output, its exit codes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandLine, type CommandRun } from '../support/command-line';

const root = path.resolve(__dirname, '../..');
const cli = path.join(root, 'dist/cli.js');
const sample = path.join(root, 'samples/inbound-ok.siptrace');
const broken = path.join(root, 'samples/outbound-credentials-change.siptrace');

/** What the bundle does in a process of its own. */
function bundled(args: readonly string[], input: string | Uint8Array = '', cwd = root): CommandRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    input,
    encoding: 'utf8',
  });
  return { status: status ?? Number.NaN, out: stdout, error: stderr };
}

describe('sip-trace', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function file(name: string, content: string | Uint8Array): string {
    const at = path.join(folder, name);
    fs.writeFileSync(at, content);
    return at;
  }

  describe('lint', () => {
    it('exits with 0 and says so on a compliant call', () => {
      const run = bundled([sample]);
      assert.equal(run.status, 0, run.out);
      assert.match(run.out, /sngrep, 7 messages, 1 call/);
      assert.equal(run.error, '');
    });

    it('exits with 1 on an error and prints rule, place and the masked line', () => {
      const run = bundled(['lint', broken]);
      assert.equal(run.status, 1);
      assert.match(run.out, /:121:13 +error +call-ice-changed-183-200/);
      assert.match(run.out, /\| a=ice-pwd:ne\*+/);
      // eslint-disable-next-line no-control-regex -- no colours where the output is no terminal
      assert.doesNotMatch(run.out, /\u001b/);
    });

    it('prints JSON in the fixed shape', async () => {
      const run = await commandLine(['lint', '--format', 'json', broken]);
      const report = JSON.parse(run.out) as {
        files: {
          path: string;
          format: string;
          messages: number;
          calls: number;
          findings: Record<string, unknown>[];
        }[];
        summary: Record<string, number>;
      };
      const [only] = report.files;
      assert.ok(only);
      assert.deepEqual(
        { path: only.path, format: only.format, messages: only.messages, calls: only.calls },
        { path: broken, format: 'sngrep', messages: 7, calls: 1 },
      );
      const [finding] = only.findings;
      assert.ok(finding);
      assert.deepEqual(Object.keys(finding), [
        'rule',
        'severity',
        'basis',
        'message',
        'line',
        'column',
        'endLine',
        'endColumn',
        'frame',
        'callId',
        'fixable',
        'related',
      ]);
      assert.equal(
        report.summary['error'],
        only.findings.filter((each) => each['severity'] === 'error').length,
      );
    });

    it('prints NDJSON: the findings of the JSON, a line each with its file, and the sum in the last line', async () => {
      const files = [broken, sample, path.join(root, 'test/fixtures/forked/inbound-forked.pcapng')];
      const json = JSON.parse((await commandLine(['--format', 'json', ...files])).out) as {
        files: { path: string; findings: object[] }[];
        summary: object;
      };
      const lines = (await commandLine(['--format', 'ndjson', ...files])).out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { summary?: object; files?: object[] });
      const last = lines.pop();
      assert.deepEqual(last?.summary, json.summary);
      assert.deepEqual(
        last.files?.map((each) => ({ ...each, findings: undefined })),
        json.files.map((each) => ({ ...each, findings: undefined })),
      );
      const found = json.files.flatMap(({ path: file, findings }) =>
        findings.map((each) => ({ path: file, ...each })),
      );
      assert.ok(found.length > 2);
      assert.deepEqual(lines, found);
    });

    it('prints SARIF whose results name their rules', async () => {
      const sarif = JSON.parse((await commandLine(['--format', 'sarif', broken])).out) as {
        version: string;
        runs: {
          tool: { driver: { rules: { id: string }[] } };
          results: { ruleId: string; ruleIndex: number; locations: unknown[] }[];
        }[];
      };
      assert.equal(sarif.version, '2.1.0');
      const [run] = sarif.runs;
      assert.ok(run && run.results.length > 0);
      for (const { ruleId, ruleIndex } of run.results) {
        assert.equal(run.tool.driver.rules[ruleIndex]?.id, ruleId);
      }
    });

    it('names files in SARIF by URIs, absolute ones as such', async () => {
      const text = fs.readFileSync(broken, 'utf8');
      const uris: Readonly<Record<string, string>> = {
        'ä b%41?#.txt': '%C3%A4%20b%2541%3F%23.txt',
        [path.join(folder, 'a b.txt')]: `file://${folder}/a%20b.txt`,
        'C:\\logs\\a b.txt': 'file:///C:/logs/a%20b.txt',
        '\\\\host\\logs\\a.txt': 'file://host/logs/a.txt',
        'C:a.txt': 'C%3Aa.txt',
      };
      const names = Object.keys(uris);
      for (const name of names) fs.writeFileSync(path.resolve(folder, name), text);
      const { out } = await commandLine(['--format', 'sarif', ...names], folder);
      const [run] = (JSON.parse(out) as { runs: { artifacts: { location: { uri: string } }[] }[] }).runs;
      assert.deepEqual(
        run?.artifacts.map(({ location }) => location.uri),
        Object.values(uris),
      );
    });

    it('lets nothing of a trace become a link in SARIF', async () => {
      const link = '[here](https://example.com/)';
      const name = file('link.txt', fs.readFileSync(broken, 'utf8').replace('a=mid:1', `a=mid:${link}`));
      const { out } = await commandLine(['--format', 'sarif', name]);
      assert.ok((await commandLine(['--format', 'github', name])).out.includes(link));
      const [run] = (JSON.parse(out) as { runs: { results: { message: { text: string } }[] }[] }).runs;
      const texts = run?.results.map(({ message }) => message.text) ?? [];
      assert.ok(texts.some((text) => text.includes('[here\\](https')));
      assert.ok(!texts.some((text) => text.includes(link)));
    });

    it('prints GitHub annotations', async () => {
      const { out } = await commandLine(['--format', 'github', broken]);
      assert.match(out, /^::error file=[^,]+,line=121,col=13,endColumn=17,title=call-ice-changed-183-200::/m);
    });

    it('lets nothing of a trace steer who shows what is printed, in any format', async () => {
      const steering = '\u009b31m\u202e';
      const text = fs.readFileSync(broken, 'utf8').replace(/^(?:CSeq: 1|Call-ID: )/gim, `$&${steering}`);
      const name = file('steering.txt', text);
      for (const format of ['text', 'json', 'ndjson', 'sarif', 'github']) {
        const { out } = await commandLine(['--format', format, name]);
        // eslint-disable-next-line no-control-regex -- control characters are what this is about
        assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/, format);
        if (format === 'json') assert.ok(out.includes('\\u009b31m\\u202e'));
      }
    });

    it('lets --rule change and switch off a rule', async () => {
      assert.equal((await commandLine(['--rule', 'call-ice-changed-183-200=off', broken])).status, 0);
      const { out } = await commandLine([
        '--rule',
        'call-ice-changed-183-200=info',
        '--format',
        'github',
        broken,
      ]);
      assert.match(out, /^::notice /m);
    });

    it('counts warnings against --max-warnings', async () => {
      const args = ['--rule', 'call-ice-changed-183-200=warning', broken];
      assert.equal((await commandLine([...args, '--max-warnings', '10'])).status, 0);
      assert.equal((await commandLine([...args, '--max-warnings', '1'])).status, 1);
    });

    it('judges by the profile that is asked for', async () => {
      assert.equal(
        (await commandLine(['--profile', 'rfc', '--rule', 'sdp-version-line=error', broken])).status,
        0,
      );
    });

    it('reads standard input', () => {
      const run = bundled(['lint', '--format', 'json', '-'], fs.readFileSync(sample));
      assert.equal(run.status, 0);
      assert.match(run.out, /"messages": 7/);
    });

    it('finds the config file beside each trace, upward to the root of the repository, not further', async function () {
      const outside = path.join(folder, 'outside');
      const repository = path.join(outside, 'repository');
      const inner = path.join(repository, 'traces/today');
      fs.mkdirSync(path.join(repository, '.git'), { recursive: true });
      fs.mkdirSync(inner, { recursive: true });
      fs.writeFileSync(path.join(outside, '.siptracerc.json'), '{ "no such setting": 1 }');
      const config = path.join(repository, '.siptracerc.json');
      const trace = path.join(inner, 'call.siptrace');
      fs.copyFileSync(broken, trace);
      assert.equal((await commandLine([trace])).status, 1);
      fs.writeFileSync(config, JSON.stringify({ rules: { 'call-ice-changed-183-200': 'off' } }));
      assert.equal((await commandLine([trace])).status, 0);
      assert.equal((await commandLine(['call.siptrace'], inner)).status, 0);
      assert.equal(bundled(['-'], fs.readFileSync(trace), inner).status, 0);
      assert.equal((await commandLine([broken], inner)).status, 1, 'it counts beside the trace alone');
      assert.equal((await commandLine([broken, '--config', config])).status, 0);
      const { files } = JSON.parse((await commandLine(['--format', 'json', trace, broken])).out) as {
        files: { findings: { rule: string }[] }[];
      };
      assert.deepEqual(
        files.map(
          ({ findings }) => findings.filter(({ rule }) => rule === 'call-ice-changed-183-200').length,
        ),
        [0, 2],
      );
      // As editors on Windows write it.
      fs.writeFileSync(path.join(inner, '.siptracerc.json'), '\ufeff{ "profile": "rfc" }');
      assert.match((await commandLine(['calls', trace])).out, / rfc +\S+$/m);
      assert.match(
        (await commandLine(['calls', '--profile', 'teams-bypass', trace])).out,
        / teams-bypass +\S+$/m,
      );
    });

    it('says how many findings are withheld', async () => {
      const report = JSON.parse(
        (await commandLine(['--format', 'json', '--max-findings', '1', broken])).out,
      ) as {
        files: { findings: { rule: string }[]; withheld: unknown[] }[];
        summary: { error: number };
      };
      const [only] = report.files;
      assert.equal(only?.findings.filter(({ rule }) => rule === 'call-ice-changed-183-200').length, 1);
      assert.deepEqual(only.withheld, [{ rule: 'call-ice-changed-183-200', count: 1 }]);
      assert.equal(report.summary.error, 2);
    });
  });

  describe('wrong usage and bad input', () => {
    const oneLine = /^sip-trace: [^\n]+\n$/;

    for (const [what, args] of [
      ['an unknown option', ['--bogus']],
      ['an unknown format', ['--format', 'xml', sample]],
      ['a format that the command lacks', ['calls', '--format', 'sarif', sample]],
      ['an unknown profile', ['--profile', 'zoom', sample]],
      ['an unknown rule', ['--rule', 'nonsense=off', sample]],
      ['a rule without severity', ['--rule', 'sdp-version-line', sample]],
      ['no file', ['lint']],
      ['a missing file', ['no-such-file.txt']],
      ['a folder without a trace', [path.join(root, 'icons')]],
      ['a pattern that nothing matches', [path.join(root, 'samples/*.none')]],
      ['an unknown command', ['lnit', sample]],
      ['an unknown command alone', ['frobnicate']],
    ] as const) {
      it(`answers ${what} with one line and 2`, () => {
        const run = bundled(args);
        assert.equal(run.status, 2);
        assert.match(run.error, oneLine);
        assert.equal(run.out, '');
      });
    }

    it('says which command was meant, and still reads a file of that name', async () => {
      assert.equal(
        (await commandLine(['lnit', sample])).error,
        'sip-trace: no command lnit, and no file of that name: did you mean lint?\n',
      );
      assert.match((await commandLine(['frobnicate', sample])).error, /--help lists the commands/);
      fs.copyFileSync(sample, path.join(folder, 'lnit'));
      const run = await commandLine(['lnit'], folder);
      assert.equal(run.status, 0, run.error);
      assert.match(run.out, /7 messages, 1 call/);
    });

    it('answers output that cannot be written with one line and 2', function () {
      if (!fs.existsSync('/dev/full')) this.skip();
      for (const args of [[sample], ['calls', sample], ['calls', '--format', 'json', sample], ['--help']]) {
        const full = fs.openSync('/dev/full', 'w');
        const run = spawnSync(process.execPath, [cli, ...args], { stdio: ['ignore', full, 'pipe'] });
        fs.closeSync(full);
        assert.equal(run.status, 2, args.join(' '));
        assert.equal(run.stderr.toString(), 'sip-trace: the output cannot be written (no space is left)\n');
      }
    });

    it('says nothing where its reader has seen enough, and waits for one that is slow', async function () {
      if (process.platform === 'win32') this.skip();
      const node = JSON.stringify(process.execPath);
      const rules = `${node} ${JSON.stringify(cli)} rules --format json`;
      const shell = (command: string) => spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
      const head = shell(`${rules} | head -c 10`);
      assert.equal(head.stdout.length, 10);
      assert.equal(head.stderr, '');
      const slow = shell(`${rules} | (sleep 0.5; cat)`);
      assert.equal(slow.stdout, (await commandLine(['rules', '--format', 'json'])).out);
    });

    it('answers a broken config with one line and 2', async () => {
      const config = file('broken.json', '{ "profile": ');
      const run = await commandLine(['--config', config, sample]);
      assert.equal(run.status, 2);
      assert.match(run.error, oneLine);
    });

    it('says that a file is empty', async () => {
      const run = await commandLine([file('empty.txt', '')]);
      assert.equal(run.status, 0);
      assert.match(run.error, /empty/);
    });

    it('says that an image is no trace, and still reads the other files', async () => {
      const image = file(
        'photo.jpg',
        Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1]),
      );
      const run = await commandLine(['lint', image, broken]);
      assert.equal(run.status, 2);
      assert.match(run.error, oneLine);
      assert.match(run.out, /call-ice-changed-183-200/);
    });

    it('reads a file that is cut in the middle of a header', async () => {
      const text = fs.readFileSync(sample, 'utf8');
      const run = await commandLine([
        'messages',
        '--format',
        'json',
        file('cut.txt', text.slice(0, text.indexOf('Max-Forwards') + 6)),
      ]);
      const [message] = JSON.parse(run.out) as { sip: { method: string; callId: string } }[];
      assert.equal(message?.sip.method, 'INVITE');
      assert.match(message.sip.callId, /@/);
    });

    it('reads UTF-16, Latin-1, NUL bytes and mixed line ends', async () => {
      const text = fs.readFileSync(sample, 'utf8');
      const count = async (at: string): Promise<number> =>
        (JSON.parse((await commandLine(['messages', '--format', 'json', at])).out) as unknown[]).length;
      assert.equal(await count(file('utf16.txt', Buffer.from(`\ufeff${text}`, 'utf16le'))), 7);
      assert.equal(
        await count(file('latin1.txt', Buffer.from(text.replace('John Doe', 'J\u00f6rg D\u00e4'), 'latin1'))),
        7,
      );
      assert.equal(await count(file('nul.txt', text.replace('s=SBC-Call', 's=SBC\0Call'))), 7);
      let line = 0;
      assert.equal(
        await count(
          file(
            'mixed.txt',
            text.replaceAll('\n', () => (line++ % 2 === 0 ? '\r\n' : '\n')),
          ),
        ),
        7,
      );
    });

    it('survives 10 MB on one line', function () {
      const run = bundled([
        file('long.txt', `INVITE sip:${'a'.repeat(10_000_000)} SIP/2.0\r\nCall-ID: x\r\n\r\n`),
      ]);
      assert.notEqual(run.status, null, 'it hangs');
      assert.ok(run.out.length < 5_000, 'of a long line the beginning is shown');
      assert.doesNotMatch(run.error, /at .*\.js:\d+/);
    });

    it('keeps control characters of a trace away from the terminal', async () => {
      const text = fs.readFileSync(broken, 'utf8').replace('a=ice-ufrag:NEWu', 'a=ice-ufrag:NEW\u001b[31m');
      const { out } = await commandLine([file('hostile.txt', text)]);
      assert.match(out, /call-ice-changed-183-200/);
      // eslint-disable-next-line no-control-regex -- what must not be there
      assert.doesNotMatch(out, /\u001b/);
    });
  });

  describe('folders and patterns', () => {
    const rows = async (args: readonly string[], cwd: string): Promise<readonly string[]> => {
      const { out, error } = await commandLine(['lint', '--format', 'json', ...args], cwd);
      assert.equal(error, '');
      const { files } = JSON.parse(out) as { files: { path: string }[] };
      return files.map((each) => each.path);
    };
    let base = '';
    before(() => {
      base = path.join(folder, 'walk');
      for (const name of ['b', 'a/deep', '.hidden', 'node_modules'])
        fs.mkdirSync(path.join(base, name), { recursive: true });
      for (const name of ['b/two.txt', 'a/deep/one.log', 'a/.one.log', '.hidden/x.log', 'node_modules/x.log'])
        fs.copyFileSync(sample, path.join(base, name));
      fs.writeFileSync(path.join(base, 'readme.md'), '# Traces\n\nof last week\n');
      fs.writeFileSync(path.join(base, 'a/picture.jpg'), Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]));
      fs.copyFileSync(
        path.join(root, 'test/fixtures/forked/inbound-forked.pcapng'),
        path.join(base, 'c.pcapng'),
      );
    });

    it('reads all traces below a folder, in order of their names', async () => {
      const all = ['a/deep/one.log', 'b/two.txt', 'c.pcapng'].map((name) => path.join('walk', name));
      assert.deepEqual(await rows(['walk'], folder), all);
      assert.deepEqual(
        await rows(['.'], base),
        ['a/deep/one.log', 'b/two.txt', 'c.pcapng'].map((name) => path.normalize(name)),
      );
      assert.match((await commandLine(['calls', base])).out, /two\.txt:\nSTARTED/);
    });

    it('matches patterns that no shell has expanded', async () => {
      const paths = (...names: readonly string[]): readonly string[] =>
        names.map((name) => path.normalize(name));
      assert.deepEqual(await rows(['*/*.txt'], base), paths('b/two.txt'));
      assert.deepEqual(await rows(['**/*.log', 'c.p?ap*'], base), paths('a/deep/one.log', 'c.pcapng'));
      assert.deepEqual(await rows(['a/d*'], base), paths('a/deep/one.log'));
      fs.copyFileSync(sample, path.join(base, 'odd[1].sip'));
      assert.deepEqual(await rows(['odd[1].sip'], base), ['odd[1].sip']);
      assert.deepEqual(await rows([path.join(base, '*.sip')], folder), [path.join(base, 'odd[1].sip')]);
    });
  });

  describe('messages', () => {
    it('prints the fixed shape', async () => {
      const messages = JSON.parse(
        (await commandLine(['messages', '--format', 'json', sample])).out,
      ) as Record<string, unknown>[];
      const [first] = messages;
      assert.ok(first);
      assert.deepEqual(
        { ...first, sip: { ...(first['sip'] as object), startLine: '' } },
        {
          index: 0,
          kind: 'sip',
          time: '2026-11-20T05:40:24.467142Z',
          frame: null,
          copyOf: null,
          source: { address: '203.0.113.10', port: 5060 },
          destination: { address: '198.51.100.5', port: 5060 },
          transport: first['transport'],
          direction: null,
          line: 2,
          endLine: 35,
          sip: {
            startLine: '',
            method: 'INVITE',
            status: null,
            callId: '1-26712@203.0.113.11',
            cseq: '1 INVITE',
            bodyLength: 490,
            errors: [],
          },
          sdp: null,
          stun: null,
          dns: null,
        },
      );
    });

    it('prints a line a message', async () => {
      assert.equal((await commandLine(['messages', sample])).out.trimEnd().split('\n').length, 7);
    });

    for (const command of ['messages', 'calls', 'replay'])
      it(`prints NDJSON of ${command}: the rows of the JSON, a line each with its file`, async () => {
        const files = [broken, sample];
        const json = JSON.parse((await commandLine([command, '--format', 'json', ...files])).out) as object[];
        const lines = (await commandLine([command, '--format', 'ndjson', ...files])).out.trimEnd();
        assert.ok(json.length > 1);
        assert.deepEqual(
          lines.split('\n').map((line) => JSON.parse(line) as object),
          json,
        );
        const [alone] = (await commandLine([command, '--format', 'ndjson', sample])).out.split('\n');
        assert.equal((JSON.parse(alone ?? '') as { path: string }).path, sample);
      });
  });

  describe('calls', () => {
    it('prints the fixed shape', async () => {
      const [call] = JSON.parse((await commandLine(['calls', '--format', 'json', sample])).out) as Record<
        string,
        unknown
      >[];
      assert.ok(call);
      assert.equal(call['outcome'], 'answered');
      assert.equal(call['status'], 200);
      assert.equal(call['profile'], 'teams-bypass');
      assert.equal(call['messages'], 7);
      assert.equal((call['forks'] as unknown[]).length, 1);
      assert.equal(call['findings'], null);
      for (const name of ['callId', 'from', 'to', 'started', 'answered', 'ended'])
        assert.equal(typeof call[name], 'string');
    });

    it('counts findings where that is asked for, and shows the same else', async () => {
      const plain = JSON.parse((await commandLine(['calls', '--format', 'json', broken])).out) as object[];
      const counted = JSON.parse(
        (await commandLine(['calls', '--findings', '--format', 'json', broken])).out,
      ) as {
        findings: { error: number } | null;
      }[];
      assert.equal(counted[0]?.findings?.error, 2);
      assert.deepEqual(
        counted.map((call) => ({ ...call, findings: null, evidence: null })),
        plain,
      );
      const { out } = await commandLine(['calls', '--findings', broken]);
      assert.match(out, /^STARTED .* PROFILE +FINDINGS +CALL-ID$/m);
      assert.match(out, / 2 errors, \d+ \S+ +\S+$/m);
    });

    it('takes several files for one trace', async () => {
      const files = [sample, broken];
      const list = async (...args: readonly string[]): Promise<unknown> =>
        (
          JSON.parse(
            (await commandLine(['calls', '--together', '--format', 'json', ...args, ...files])).out,
          ) as object[]
        ).map((call) => ({ ...call, findings: null, evidence: null }));
      assert.deepEqual(await list(), await list('--findings'));
    });

    it('checks the rules that are named, though it asks none', async () => {
      const run = await commandLine(['calls', '--rule', 'nonsense=off', sample]);
      assert.equal(run.status, 2);
      assert.match(run.error, /there is no rule "nonsense"/);
    });

    it('says of a large file how its calls are diagnosed', async () => {
      const text = fs.readFileSync(sample, 'utf8');
      const large = path.join(folder, 'large.txt');
      fs.writeFileSync(large, text.repeat(Math.ceil(4_100_000 / text.length)));
      const run = await commandLine(['calls', large]);
      assert.equal(run.status, 0);
      assert.match(run.error, /listed without an analysis.*calls --findings/);
      assert.equal((await commandLine(['calls', '--format', 'json', large])).error, '');
      assert.equal((await commandLine(['calls', sample])).error, '');
    });

    it('prints a line a call, and its diagnosis', async () => {
      const { out, status } = await commandLine(['calls', sample]);
      const [headings, call, ...more] = out.trimEnd().split('\n');
      assert.equal(status, 0);
      assert.match(headings ?? '', /^STARTED +FROM +TO +OUTCOME +DURATION +MESSAGES +PROFILE +CALL-ID$/);
      assert.match(call ?? '', / answered 200 +\S+ s +7 +teams-bypass +\S+$/);
      assert.equal(more.length, 1);
      assert.match(
        more[0] ?? '',
        /^ {4}The call was answered and ended by .*; no defect was seen\. \(line \d+\)$/,
      );
    });

    it('explains a call whose names the trace lacks', () => {
      const text =
        'BYE sip:198.51.100.5 SIP/2.0\nVia: SIP/2.0/UDP 203.0.113.10;branch=z9hG4bK1\nCSeq: 2 BYE\n\n';
      const { out } = bundled(['explain', '-'], text);
      assert.match(
        out,
        /^unknown to unknown \(its Call-ID is not in the trace\): The trace holds only a part of /,
      );
    });

    it('says what it did not read where it finds no call', () => {
      const unread = 'TCP port 5061, encrypted (TLS without keys)';
      const input = [
        '#!trace-text 1',
        '#!capture pcap, 14 packets',
        `#!unread 13 frames, first 3: ${unread}`,
        '',
        '=== 11  2026-11-20T05:52:04.406667Z  UDP 198.51.100.21:45700 -> 203.0.113.10:50758  STUN binding request',
        'transaction e1711d9802abb711f853fd5e',
        '',
      ].join('\n');
      const told = `othing is read of 13 packets: ${unread}: 13 from frame 3 on`;
      const where = 'No call, and nothing else that failed, is in what can be read of this trace.';
      assert.ok(bundled(['explain', '-'], input).out.endsWith(`${where}\nN${told}.\n`));
      assert.ok(bundled(['calls', '-'], input).error.endsWith(`no call found; n${told}\n`));
    });

    it('prints the same of a capture, of its text and from standard input', async function () {
      const capture = path.join(root, 'test/fixtures/forked/inbound-forked.pcapng');
      const { out } = await commandLine(['calls', capture]);
      const text = file('forked.siptrace', (await commandLine(['messages', capture])).out);
      assert.equal((await commandLine(['calls', text])).out, out);
      assert.equal(bundled(['calls', '-'], fs.readFileSync(capture)).out, out);
      assert.equal(bundled(['calls', '-'], fs.readFileSync(text)).out, out);
    });

    it('names the files where there are several, and goes on behind one that cannot be read', async () => {
      const missing = path.join(folder, 'missing.pcap');
      const { out, error, status } = await commandLine(['calls', sample, missing, broken]);
      assert.equal(status, 2);
      assert.match(error, /missing\.pcap: no such file/);
      assert.deepEqual(
        out.split('\n').filter((line) => line.endsWith(':')),
        [`${sample}:`, `${broken}:`],
      );
    });

    it('says where there is nothing to list', () => {
      assert.match(bundled(['calls', '-'], 'nothing').error, /no SIP message/);
      assert.match(bundled(['calls', '-'], '').error, /the file is empty/);
    });
  });

  describe('captures', () => {
    const captures = path.join(root, 'test/fixtures/capture');
    const failed = path.join(captures, '06-bad-pwd-in-checks.pcapng');

    it('are linted like text, with the packet of each finding', async () => {
      const { out, status } = await commandLine([
        'lint',
        '--format',
        'json',
        path.join(captures, '12-bad-dtls-only-offer.pcapng'),
      ]);
      const { files } = JSON.parse(out) as {
        files: { format: string; findings: { rule: string; frame: number }[] }[];
      };
      assert.equal(status, 1);
      assert.equal(files[0]?.format, 'pcapng');
      assert.equal(files[0].findings.find(({ rule }) => rule === 'srtp-dtls-only')?.frame, 1);
    });

    it('list STUN messages beside SIP, in the fixed shape', async () => {
      const messages = JSON.parse((await commandLine(['messages', '--format', 'json', failed])).out) as {
        kind: string;
        frame: number;
        stun: Record<string, unknown> | null;
      }[];
      const stun = messages.filter(({ kind }) => kind === 'stun');
      assert.deepEqual(
        stun.map(({ frame, stun: each }) => [frame, each?.['class'], each?.['errorCode']]),
        [
          [4, 'request', null],
          [5, 'error', 401],
        ],
      );
      assert.deepEqual(Object.keys(stun[0]?.stun ?? {}), [
        'class',
        'method',
        'transactionId',
        'username',
        'useCandidate',
        'priority',
        'controlling',
        'controlled',
        'mappedAddress',
        'errorCode',
        'fingerprint',
        'integrity',
      ]);
    });

    it('print as a trace text that says the same when it is read', async () => {
      const text = (await commandLine(['messages', failed])).out;
      const saved = file('saved.siptrace', text);
      assert.equal(
        (await commandLine(['messages', '--format', 'json', saved])).out,
        (await commandLine(['messages', '--format', 'json', failed])).out,
      );
    });

    it('join a log of the same call: what stands in both is shown once, by the first clock', async () => {
      const capture = await commandLine(['messages', '--format', 'json', failed]);
      const later = file(
        'later.txt',
        (await commandLine(['messages', failed])).out.replaceAll('T05:', 'T06:'),
      );
      const joined = await commandLine(['messages', '--format', 'json', '--together', failed, later]);
      const sip = (out: string): readonly object[] =>
        (JSON.parse(out) as { kind: string; time: string }[])
          .filter(({ kind }) => kind === 'sip')
          .map(({ time }) => ({ time }));
      assert.deepEqual(sip(joined.out), sip(capture.out));
      assert.match(joined.error, /its clock is put back by 3600\.000 s/);
    });
  });

  describe('rules', () => {
    it('lists every rule with its data', async () => {
      const rules = JSON.parse((await commandLine(['rules', '--format', 'json'])).out) as Record<
        string,
        unknown
      >[];
      assert.ok(rules.length > 90);
      for (const rule of rules) {
        for (const name of [
          'id',
          'title',
          'severity',
          'basis',
          'applies',
          'source',
          'profiles',
          'scope',
          'fixable',
        ]) {
          assert.ok(name in rule, `${String(rule['id'])} lacks ${name}`);
        }
      }
    });
  });
});
