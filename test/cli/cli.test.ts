/** The command line as scripts use it: the bundle, its output, its exit codes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const cli = path.join(root, 'dist/cli.js');
const sample = path.join(root, 'samples/inbound-ok.siptrace');
const broken = path.join(root, 'samples/outbound-credentials-change.siptrace');

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

function sipTrace(
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string | Uint8Array } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: options.cwd ?? root,
    input: options.input ?? '',
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, error: stderr };
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
      const run = sipTrace([sample]);
      assert.equal(run.status, 0, run.out);
      assert.match(run.out, /sngrep, 7 messages, 1 call/);
      assert.equal(run.error, '');
    });

    it('exits with 1 on an error and prints rule, place and the masked line', () => {
      const run = sipTrace(['lint', broken]);
      assert.equal(run.status, 1);
      assert.match(run.out, /:121:13 +error +call-ice-changed-183-200/);
      assert.match(run.out, /\| a=ice-pwd:ne\*+/);
      // eslint-disable-next-line no-control-regex -- no colours where the output is no terminal
      assert.doesNotMatch(run.out, /\u001b/);
    });

    it('prints JSON in the fixed shape', () => {
      const run = sipTrace(['lint', '--format', 'json', broken]);
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

    it('prints SARIF whose results name their rules', () => {
      const sarif = JSON.parse(sipTrace(['--format', 'sarif', broken]).out) as {
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

    it('prints GitHub annotations', () => {
      const { out } = sipTrace(['--format', 'github', broken]);
      assert.match(out, /^::error file=[^,]+,line=121,col=13,endColumn=17,title=call-ice-changed-183-200::/m);
    });

    it('lets --rule change and switch off a rule', () => {
      assert.equal(sipTrace(['--rule', 'call-ice-changed-183-200=off', broken]).status, 0);
      const { out } = sipTrace(['--rule', 'call-ice-changed-183-200=info', '--format', 'github', broken]);
      assert.match(out, /^::notice /m);
    });

    it('counts warnings against --max-warnings', () => {
      const args = ['--rule', 'call-ice-changed-183-200=warning', broken];
      assert.equal(sipTrace([...args, '--max-warnings', '10']).status, 0);
      assert.equal(sipTrace([...args, '--max-warnings', '1']).status, 1);
    });

    it('judges by the profile that is asked for', () => {
      assert.equal(sipTrace(['--profile', 'rfc', '--rule', 'sdp-version-line=error', broken]).status, 0);
    });

    it('reads standard input', () => {
      const run = sipTrace(['lint', '--format', 'json', '-'], { input: fs.readFileSync(sample) });
      assert.equal(run.status, 0);
      assert.match(run.out, /"messages": 7/);
    });

    it('finds the config file upward to the root of the repository, not further', () => {
      const repository = path.join(folder, 'repository');
      const inner = path.join(repository, 'traces/today');
      fs.mkdirSync(path.join(repository, '.git'), { recursive: true });
      fs.mkdirSync(inner, { recursive: true });
      fs.writeFileSync(path.join(folder, '.siptracerc.json'), '{ "no such setting": 1 }');
      const config = path.join(repository, '.siptracerc.json');
      assert.equal(sipTrace([broken], { cwd: inner }).status, 1);
      fs.writeFileSync(config, JSON.stringify({ rules: { 'call-ice-changed-183-200': 'off' } }));
      assert.equal(sipTrace([broken], { cwd: inner }).status, 0);
      assert.equal(sipTrace([broken, '--config', config]).status, 0);
    });

    it('says how many findings are withheld', () => {
      const report = JSON.parse(sipTrace(['--format', 'json', '--max-findings', '1', broken]).out) as {
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
      ['a folder', [root]],
    ] as const) {
      it(`answers ${what} with one line and 2`, () => {
        const run = sipTrace(args);
        assert.equal(run.status, 2);
        assert.match(run.error, oneLine);
        assert.equal(run.out, '');
      });
    }

    it('answers a broken config with one line and 2', () => {
      const config = file('broken.json', '{ "profile": ');
      const run = sipTrace(['--config', config, sample]);
      assert.equal(run.status, 2);
      assert.match(run.error, oneLine);
    });

    it('says that a file is empty', () => {
      const run = sipTrace([file('empty.txt', '')]);
      assert.equal(run.status, 0);
      assert.match(run.error, /empty/);
    });

    it('says that an image is no trace, and still reads the other files', () => {
      const image = file(
        'photo.jpg',
        Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1]),
      );
      const run = sipTrace(['lint', image, broken]);
      assert.equal(run.status, 2);
      assert.match(run.error, oneLine);
      assert.match(run.out, /call-ice-changed-183-200/);
    });

    it('reads a file that is cut in the middle of a header', () => {
      const text = fs.readFileSync(sample, 'utf8');
      const run = sipTrace([
        'messages',
        '--format',
        'json',
        file('cut.txt', text.slice(0, text.indexOf('Max-Forwards') + 6)),
      ]);
      const [message] = JSON.parse(run.out) as { sip: { method: string; callId: string } }[];
      assert.equal(message?.sip.method, 'INVITE');
      assert.match(message.sip.callId, /@/);
    });

    it('reads UTF-16, Latin-1, NUL bytes and mixed line ends', () => {
      const text = fs.readFileSync(sample, 'utf8');
      const count = (at: string): number =>
        (JSON.parse(sipTrace(['messages', '--format', 'json', at]).out) as unknown[]).length;
      assert.equal(count(file('utf16.txt', Buffer.from(`\ufeff${text}`, 'utf16le'))), 7);
      assert.equal(
        count(file('latin1.txt', Buffer.from(text.replace('John Doe', 'J\u00f6rg D\u00e4'), 'latin1'))),
        7,
      );
      assert.equal(count(file('nul.txt', text.replace('s=SBC-Call', 's=SBC\0Call'))), 7);
      let line = 0;
      assert.equal(
        count(
          file(
            'mixed.txt',
            text.replaceAll('\n', () => (line++ % 2 === 0 ? '\r\n' : '\n')),
          ),
        ),
        7,
      );
    });

    it('survives 10 MB on one line', () => {
      const run = sipTrace([
        file('long.txt', `INVITE sip:${'a'.repeat(10_000_000)} SIP/2.0\r\nCall-ID: x\r\n\r\n`),
      ]);
      assert.notEqual(run.status, null, 'it hangs');
      assert.doesNotMatch(run.error, /at .*\.js:\d+/);
    });

    it('keeps control characters of a trace away from the terminal', () => {
      const text = fs.readFileSync(broken, 'utf8').replace('a=ice-ufrag:NEWu', 'a=ice-ufrag:NEW\u001b[31m');
      const { out } = sipTrace([file('hostile.txt', text)]);
      assert.match(out, /call-ice-changed-183-200/);
      // eslint-disable-next-line no-control-regex -- what must not be there
      assert.doesNotMatch(out, /\u001b/);
    });
  });

  describe('messages', () => {
    it('prints the fixed shape', () => {
      const messages = JSON.parse(sipTrace(['messages', '--format', 'json', sample]).out) as Record<
        string,
        unknown
      >[];
      const [first] = messages;
      assert.ok(first);
      assert.deepEqual(
        { ...first, sip: { ...(first['sip'] as object), startLine: '' } },
        {
          index: 0,
          kind: 'sip',
          time: '2026-11-20T05:40:24.467142Z',
          frame: null,
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

    it('prints a line a message', () => {
      assert.equal(sipTrace(['messages', sample]).out.trimEnd().split('\n').length, 7);
    });
  });

  describe('calls', () => {
    it('prints the fixed shape', () => {
      const [call] = JSON.parse(sipTrace(['calls', '--format', 'json', sample]).out) as Record<
        string,
        unknown
      >[];
      assert.ok(call);
      assert.equal(call['outcome'], 'answered');
      assert.equal(call['status'], 200);
      assert.equal(call['profile'], 'teams-bypass');
      assert.equal(call['messages'], 7);
      assert.equal((call['forks'] as unknown[]).length, 1);
      assert.equal((call['findings'] as { error: number }).error, 0);
      for (const name of ['callId', 'from', 'to', 'started', 'answered', 'ended'])
        assert.equal(typeof call[name], 'string');
    });

    it('prints a line a call, without an analysis', () => {
      const { out, status } = sipTrace(['calls', sample]);
      const [headings, call, ...more] = out.trimEnd().split('\n');
      assert.equal(status, 0);
      assert.match(headings ?? '', /^STARTED +FROM +TO +OUTCOME +DURATION +MESSAGES +PROFILE +CALL-ID$/);
      assert.match(call ?? '', / answered 200 +\S+ s +7 +teams-bypass +\S+$/);
      assert.deepEqual(more, []);
    });

    it('prints the same of a capture, of its text and from standard input', () => {
      const capture = path.join(root, 'samples/inbound-forked.pcapng');
      const { out } = sipTrace(['calls', capture]);
      const text = file('forked.siptrace', sipTrace(['messages', capture]).out);
      assert.equal(sipTrace(['calls', text]).out, out);
      assert.equal(sipTrace(['calls', '-'], { input: fs.readFileSync(capture) }).out, out);
      assert.equal(sipTrace(['calls', '-'], { input: fs.readFileSync(text) }).out, out);
    });

    it('names the files where there are several, and goes on behind one that cannot be read', () => {
      const missing = path.join(folder, 'missing.pcap');
      const { out, error, status } = sipTrace(['calls', sample, missing, broken]);
      assert.equal(status, 2);
      assert.match(error, /missing\.pcap: no such file/);
      assert.deepEqual(
        out.split('\n').filter((line) => line.endsWith(':')),
        [`${sample}:`, `${broken}:`],
      );
    });

    it('says where there is nothing to list', () => {
      assert.match(sipTrace(['calls', '-'], { input: 'nothing' }).error, /no SIP message/);
      assert.match(sipTrace(['calls', '-'], { input: '' }).error, /the file is empty/);
    });
  });

  describe('captures', () => {
    const captures = path.join(root, 'test/fixtures/capture');
    const failed = path.join(captures, '06-bad-pwd-in-checks.pcapng');

    it('are linted like text, with the packet of each finding', () => {
      const { out, status } = sipTrace([
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

    it('list STUN messages beside SIP, in the fixed shape', () => {
      const messages = JSON.parse(sipTrace(['messages', '--format', 'json', failed]).out) as {
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

    it('print as a trace text that says the same when it is read', () => {
      const text = sipTrace(['messages', failed]).out;
      const saved = file('saved.siptrace', text);
      assert.equal(
        sipTrace(['messages', '--format', 'json', saved]).out,
        sipTrace(['messages', '--format', 'json', failed]).out,
      );
    });

    it('join a log of the same call: what stands in both is shown once, by the first clock', () => {
      const capture = sipTrace(['messages', '--format', 'json', failed]);
      const later = file('later.txt', sipTrace(['messages', failed]).out.replaceAll('T05:', 'T06:'));
      const joined = sipTrace(['messages', '--format', 'json', '--together', failed, later]);
      const sip = (out: string): readonly object[] =>
        (JSON.parse(out) as { kind: string; time: string }[])
          .filter(({ kind }) => kind === 'sip')
          .map(({ time }) => ({ time }));
      assert.deepEqual(sip(joined.out), sip(capture.out));
      assert.match(joined.error, /its clock is put back by 3600\.000 s/);
    });
  });

  describe('rules', () => {
    it('lists every rule with its data', () => {
      const rules = JSON.parse(sipTrace(['rules', '--format', 'json']).out) as Record<string, unknown>[];
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
