/** Findings that are not told: `#!ignore` lines of a file, and baselines of known findings. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandLine, type CommandRun } from '../support/command-line';
import { enlarged } from '../support/enlarged';

const root = path.resolve(__dirname, '../..');
const cli = path.join(root, 'dist/cli.js');
const defect = 'call-ice-changed-183-200';
const lines = fs
  .readFileSync(path.join(root, 'samples/outbound-credentials-change.siptrace'), 'utf8')
  .split('\n');
/** Where the line stands that sngrep puts above each message. */
const heads = lines.flatMap((line, at) => (line.includes(' -> ') ? [at] : []));
const callId = (lines.find((line) => line.startsWith('Call-ID: ')) ?? '').slice('Call-ID: '.length);

interface Counts {
  readonly rule: string;
  readonly count: number;
}

interface Report {
  readonly files: readonly {
    readonly findings: readonly { readonly rule: string; readonly callId: string }[];
    readonly diagnoses: readonly unknown[];
    readonly ignored: readonly Counts[];
    readonly known: readonly Counts[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

describe('findings that are held back', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-held-back-'));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function file(name: string, content: string): string {
    fs.writeFileSync(path.join(folder, name), content);
    return name;
  }

  function run(...args: readonly string[]): Promise<CommandRun> {
    return commandLine(['lint', ...args], folder);
  }

  /** What some threads print: the bundle has them. */
  function threaded(threads: 1 | 2, ...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [cli, 'lint', '--workers', String(threads), ...args],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 },
    );
    assert.ok(status === 0 || status === 1, stderr);
    return stdout;
  }

  async function json(...args: readonly string[]): Promise<Report> {
    const { out, error } = await run('--format', 'json', ...args);
    assert.equal(error, '');
    return JSON.parse(out) as Report;
  }

  function withLine(line: string, at: number): string {
    return lines.toSpliced(at, 0, line).join('\n');
  }

  /** Many calls as the sample's, each with a Call-ID of its own; over the size from which a trace goes in batches. */
  function manyCalls(line: string, of: (call: number) => boolean): string {
    const calls = Array.from({ length: 150 }, (_, call) => {
      const text = (of(call) ? withLine(line, heads[3] ?? 0) : lines.join('\n')).replaceAll(
        callId,
        `${call}-${callId}`,
      );
      return text.trimEnd();
    });
    return enlarged(`${calls.join('\n\n')}\n`, 4_400_000);
  }

  describe('#!ignore', () => {
    const ignore = `#!ignore ${defect} the lab does that on purpose`;

    it('above a message hides its findings of the rule, and says so', async () => {
      const name = file('above.siptrace', withLine(ignore, heads[3] ?? 0));
      const { files, summary } = await json(name);
      assert.deepEqual(files[0]?.ignored, [{ rule: defect, count: 2 }]);
      assert.ok(files[0].findings.every(({ rule }) => rule !== defect));
      assert.deepEqual([summary['error'], summary['ignored'], summary['known']], [0, 2, 0]);
      assert.deepEqual(files[0].diagnoses, []);
      const text = await run(name);
      assert.equal(text.status, 0);
      assert.match(text.out, new RegExp(`2 findings ignored by #!ignore: ${defect} \\(2\\)`));
      assert.match(text.out, /\(2 ignored\)/);
    });

    it('in the head of the file speaks of all messages', async () => {
      const { summary } = await json(file('head.siptrace', withLine(ignore, 0)));
      assert.deepEqual([summary['error'], summary['ignored']], [0, 2]);
    });

    it('says nothing of other messages, of other rules, or within a message', async () => {
      for (const at of [heads[2] ?? 0, heads[4] ?? 0]) {
        const { summary } = await json(file('other.siptrace', withLine(ignore, at)));
        assert.deepEqual([summary['error'], summary['ignored']], [2, 0], `line ${at}`);
      }
      const other = await json(
        file('rule.siptrace', withLine('#!ignore sip-loop no loop here', heads[3] ?? 0)),
      );
      assert.deepEqual([other.summary['error'], other.summary['ignored']], [2, 0]);
      const message = [
        'MESSAGE sip:a@example.com SIP/2.0',
        'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
        'From: <sip:b@example.com>;tag=1',
        'To: <sip:a@example.com>',
        'Call-ID: 1',
        'CSeq: 1 INVITE',
        'Max-Forwards: 70',
        'Content-Type: text/plain',
        'Content-Length: 36',
        '',
        '#!ignore sip-cseq-method hide this',
      ].join('\r\n');
      const { summary } = await json(file('text.sip', `${message}\r\n\r\n${message}\r\n`));
      assert.equal(summary['ignored'], 0);
      assert.ok((summary['error'] ?? 0) >= 1);
    });

    it('tells in one line of a rule that does not exist', async () => {
      const { error, status } = await run(file('typo.siptrace', withLine('#!ignore sip-lop for now', 0)));
      assert.equal(
        error,
        'sip-trace: typo.siptrace: #!ignore names no rule: "sip-lop"; "sip-trace rules" lists them\n',
      );
      assert.equal(status, 1);
    });

    it('does the same in hand-written messages and descriptions', async () => {
      const sdp =
        'v=0\no=- 1 1 IN IP4 203.0.113.10\ns=-\nc=IN IP4 203.0.113.10\nt=0 0\nm=audio 50000 RTP/AVP 0\na=ptime:x\n';
      const { files: two } = await json(file('two.sdp', `${sdp}\n${sdp}`));
      const both = two[0]?.findings ?? [];
      const [first] = both;
      assert.ok(first);
      const of = both.filter(({ rule }) => rule === first.rule).length;
      const { files } = await json(file('one.sdp', `${sdp}\n#!ignore ${first.rule} as seen\n${sdp}`));
      assert.deepEqual(files[0]?.ignored, [{ rule: first.rule, count: of / 2 }]);
    });

    it('holds in batches and on threads', () => {
      const name = file(
        'large.siptrace',
        manyCalls(ignore, (call) => call % 3 === 0),
      );
      assert.ok(fs.statSync(path.join(folder, name)).size > 4_000_000);
      const alone = threaded(1, '--format', 'json', name);
      const { files, summary } = JSON.parse(alone) as Report;
      assert.deepEqual(files[0]?.ignored, [{ rule: defect, count: 100 }]);
      assert.equal(summary['error'], 200);
      assert.equal(threaded(2, '--format', 'json', name), alone);
      const head = file('large-head.siptrace', `${ignore}\n${manyCalls('', () => false)}`);
      const ofAll = JSON.parse(threaded(2, '--format', 'json', head)) as Report;
      assert.deepEqual(ofAll.files[0]?.ignored, [{ rule: defect, count: 300 }]);
    });
  });

  describe('a baseline', () => {
    before(async () => {
      const { status, error } = await run(
        '--write-baseline',
        'known.json',
        file('first.siptrace', lines.join('\n')),
      );
      assert.equal(status, 0, error);
      assert.match(error, /known\.json: \d kinds of findings written as known/);
    });

    /** The same call another day: more lines above, another Call-ID, other ports and times. */
    function another(): string {
      return `# noted\n\n${lines.join('\n')}`
        .replaceAll(callId, 'another-call')
        .replaceAll(':5060', ':5088')
        .replaceAll('50502', '50702')
        .replaceAll(' 05:47:', ' 15:22:');
    }

    it('knows the same findings in another trace of the call', async () => {
      // An editor on Windows put a byte order mark before it.
      file('marked.json', `\ufeff${fs.readFileSync(path.join(folder, 'known.json'), 'utf8')}`);
      const { files, summary } = await json('--baseline', 'marked.json', file('again.siptrace', another()));
      assert.deepEqual(files[0]?.findings, []);
      assert.deepEqual(
        files[0].known.find(({ rule }) => rule === defect),
        { rule: defect, count: 2 },
      );
      assert.deepEqual([summary['error'], summary['stale']], [0, 0]);
      const text = await run('--baseline', 'known.json', 'again.siptrace');
      assert.equal(text.status, 0);
      assert.match(text.out, /findings known by the baseline: call-ice-changed-183-200 \(2\)/);
    });

    it('does not know what is new', async () => {
      const spoilt = another().replace('CSeq: 8 INVITE', 'CSeq: 8 BYE');
      assert.notEqual(spoilt, another());
      const { files } = await json('--baseline', 'known.json', file('spoilt.siptrace', spoilt));
      assert.ok((files[0]?.findings.length ?? 0) > 0);
      assert.ok((files[0]?.known.length ?? 0) > 0);
      // The same finding in a call that went another way is another one.
      const noBye = another()
        .split('\n')
        .slice(0, (heads[5] ?? 0) + 2)
        .join('\n');
      const cut = await json('--baseline', 'known.json', file('cut.siptrace', noBye));
      assert.ok((cut.summary['error'] ?? 0) >= 2);
    });

    it('counts what it knows and nobody finds any more', async () => {
      const good = path.join(root, 'samples/inbound-ok.siptrace');
      const { summary } = await json('--baseline', 'known.json', good);
      assert.ok((summary['stale'] ?? 0) >= 2);
      assert.match(
        (await run('--baseline', 'known.json', good)).out,
        /entries of the baseline match nothing any more/,
      );
    });

    it('holds in every format', async () => {
      const name = file('formats.siptrace', another());
      const known = ['--baseline', 'known.json', name] as const;
      const ndjson = (await run('--format', 'ndjson', ...known)).out.trimEnd().split('\n');
      assert.equal(ndjson.length, 1);
      assert.match(ndjson[0] ?? '', /"known":\[\{"rule"/);
      const sarif = JSON.parse((await run('--format', 'sarif', ...known)).out) as {
        runs: { results: unknown[]; properties: Record<string, number> }[];
      };
      assert.deepEqual(sarif.runs[0]?.results, []);
      assert.ok((sarif.runs[0].properties['known'] ?? 0) >= 2);
      const { out: github } = await run('--format', 'github', ...known);
      assert.doesNotMatch(github, /::error/);
      assert.match(github, /::notice file=formats\.siptrace::\d findings known by the baseline/);
    });

    it('is the same from batches, and holds in them', () => {
      const name = file(
        'many.siptrace',
        manyCalls('', () => false),
      );
      // The calls have their keys in common, which one call alone cannot show.
      threaded(2, '--write-baseline', 'many.json', name);
      threaded(1, '--write-baseline', 'alone.json', name);
      const read = (each: string): string => fs.readFileSync(path.join(folder, each), 'utf8');
      assert.equal(read('many.json'), read('alone.json'));
      for (const line of read('known.json')
        .split('\n')
        .filter((each) => each.includes('"rule"')))
        assert.ok(read('many.json').includes(line.replace(/,$/, '')), line);
      const { summary, files } = JSON.parse(
        threaded(2, '--format', 'json', '--baseline', 'many.json', name),
      ) as Report;
      assert.deepEqual([summary['error'], summary['stale']], [0, 0]);
      assert.deepEqual(files[0]?.findings, []);
    });

    it('that cannot be read or written is said in one line', async () => {
      const missing = await run('--baseline', 'nowhere.json', 'first.siptrace');
      assert.deepEqual([missing.status, missing.error], [2, 'sip-trace: nowhere.json: no such file\n']);
      const odd = await run('--baseline', file('odd.json', '{"findings": 1}'), 'first.siptrace');
      assert.deepEqual([odd.status, odd.error], [2, 'sip-trace: odd.json: no baseline of findings\n']);
      const unwritten = await run('--write-baseline', 'no/folder/known.json', 'first.siptrace');
      assert.equal(unwritten.status, 2);
      assert.match(unwritten.error, /no\/folder\/known\.json: the baseline cannot be written/);
    });
  });
});
