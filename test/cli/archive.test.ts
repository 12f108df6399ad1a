/** docs/archive.md: many traces side by side, and calls that go over two of them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeTraffic } from '../bench/traffic';
import { skipFor } from '../support/skip';

const root = path.resolve(__dirname, '../..');
const cli = path.join(root, 'dist/cli.js');

interface Line {
  readonly path?: string;
  readonly summary?: Readonly<Record<'error' | 'warning' | 'info', number>>;
}

function linesOf(text: string): readonly Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function sipTrace(args: readonly string[]): string {
  return spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', maxBuffer: 1e8 }).stdout;
}

describe('an archive of traces', function () {
  it('is judged side by side as in one run over all', function () {
    if (spawnSync('parallel', ['--version']).status !== 0) skipFor('GNU parallel is not installed', this);
    const folder = path.join(root, 'samples');
    const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
    const command = ['lint', '--format', 'ndjson', '--workers', '1'];
    const { stdout } = spawnSync(
      'parallel',
      ['-j', '2', '-n', '2', process.execPath, cli, ...command, '{}'],
      {
        input: files.join('\n'),
        encoding: 'utf8',
        maxBuffer: 1e8,
      },
    );
    const apart = linesOf(stdout);
    const whole = linesOf(sipTrace([...command, ...files]));
    const findings = (lines: readonly Line[]): readonly string[] =>
      lines.flatMap((line) => (line.summary === undefined ? [JSON.stringify(line)] : [])).sort();
    assert.ok(findings(whole).length > 5);
    assert.deepEqual(findings(apart), findings(whole));
    const sums = apart.flatMap(({ summary }) => summary ?? []);
    assert.ok(sums.length > 1, 'more than one run');
    for (const severity of ['error', 'warning', 'info'] as const)
      assert.equal(
        sums.reduce((sum, counts) => sum + counts[severity], 0),
        whole.at(-1)?.summary?.[severity],
        severity,
      );
  });

  it('holds calls that go over two files, which are judged once', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    try {
      const whole = path.join(folder, 'whole.pcap');
      writeTraffic(whole, path.join(folder, 'whole.txt'), { calls: 12, atOnce: 6, voice: 0 });
      const [first, second] = halved(fs.readFileSync(whole)).map((bytes, place) => {
        const file = path.join(folder, `part-${place}.pcap`);
        fs.writeFileSync(file, bytes);
        return file;
      });
      assert.ok(first !== undefined && second !== undefined);
      const calls = (args: readonly string[]): readonly { callId: string; outcome: string }[] =>
        JSON.parse(sipTrace(['calls', '--format', 'json', ...args])) as { callId: string; outcome: string }[];
      const wanted = calls([whole]).map(({ callId, outcome }) => `${callId} ${outcome}`);
      assert.equal(wanted.length, 12);
      assert.ok(calls([first, second]).length > 12, 'apart, calls at the seam are two');
      assert.deepEqual(
        calls(['--together', first, second]).map(({ callId, outcome }) => `${callId} ${outcome}`),
        wanted,
      );
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** A pcap in two files, as a ring of captures writes them. */
function halved(pcap: Buffer): readonly [Buffer, Buffer] {
  const header = pcap.subarray(0, 24);
  let at = 24;
  while (at < pcap.length / 2) at += 16 + pcap.readUInt32LE(at + 8);
  return [pcap.subarray(0, at), Buffer.concat([header, pcap.subarray(at)])];
}
