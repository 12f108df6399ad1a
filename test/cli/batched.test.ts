/** Traces that are too large to be analysed whole: the bundle judges them in batches, on any number of threads. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis/analyse';
import { LineIndex } from '../../server/engine/basics/lines';
import { writeAnalysis } from '../../server/engine/report/file-report';
import { jsonWriter } from '../../server/engine/report/json';
import { openLarge } from '../../server/cli/batched';
import { fileOf } from '../../server/cli/pieces';
import { Progress } from '../../server/cli/progress';
import { analysisOptions, defaultSettings } from '../../server/settings';
import { writeTraffic } from '../bench/traffic';
import { ipv4, octets, pcap, udp } from '../engine/capture/build';
import { enlarged } from '../support/enlarged';

const cli = path.resolve(__dirname, '../../dist/cli.js');

describe('a large trace', function () {
  let folder = '';
  let file = '';
  let text = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    file = path.join(folder, 'large.txt');
    writeTraffic(path.join(folder, 'large.pcap'), file, { calls: 150, atOnce: 40, voice: 0 });
    text = enlarged(fs.readFileSync(file, 'latin1'), 4_400_000);
    fs.writeFileSync(file, text, 'latin1');
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  interface Run {
    readonly out: string;
    readonly status: number | null;
    readonly error: string;
  }

  /** What was run, by its words: several tests look at the same output. */
  const runs = new Map<string, Run>();

  function run(args: readonly string[]): Run {
    const known = runs.get(args.join(' ')) ?? start(args);
    runs.set(args.join(' '), known);
    return known;
  }

  function start(args: readonly string[], input?: string): Run {
    const { stdout, status, stderr } = spawnSync(process.execPath, [cli, ...args], {
      encoding: 'utf8',
      maxBuffer: 1e9,
      ...(input === undefined ? {} : { input }),
    });
    return { out: stdout, status, error: stderr };
  }

  /** What `lint --format json` prints of an analysis of the whole. */
  function wholeJson(name: string, whole: string): string {
    let json = '';
    const writer = jsonWriter((piece) => (json += piece));
    const analysis = analyse(whole);
    writeAnalysis(writer, name, analysis, new LineIndex(whole));
    writer.finish({ ...analysis.counts, ignored: 0, known: 0, stale: 0 });
    return json;
  }

  it('goes that way, as the settings are where nobody changed them', async () => {
    const run = { keyLog: '', threads: null, progress: new Progress(1), say: () => undefined };
    const large = await openLarge(
      { path: file, files: [fileOf(file)] },
      analysisOptions(defaultSettings),
      run,
    );
    assert.notEqual(large, null);
    await large?.close();
  });

  it('has the same findings on any number of threads as in one analysis, and from standard input', () => {
    const wanted = wholeJson(file, text);
    assert.match(wanted, /"withheld": \[\s*\{/);
    for (const workers of [1, 4]) {
      const { out, error } = run(['lint', '--format', 'json', '--workers', String(workers), file]);
      assert.equal(error, '');
      assert.equal(out, wanted, `${workers} threads`);
    }
    assert.equal(
      start(['lint', '--format', 'json', '-'], text).out,
      wanted.replace(JSON.stringify(file), '"-"'),
    );
  });

  it('says in one line that the disk cannot take what comes from standard input', () => {
    const nowhere = path.join(folder, 'nowhere');
    const env = { ...process.env, TMPDIR: nowhere, TEMP: nowhere, TMP: nowhere };
    const { status, stderr } = spawnSync(process.execPath, [cli, '-'], {
      encoding: 'utf8',
      input: text,
      env,
    });
    assert.equal(status, 2);
    assert.match(stderr, /^sip-trace: -: standard input is large, and .* cannot take it \(ENOENT\); .*\n$/);
  });

  it('has the same lists on any number of threads', () => {
    for (const args of [
      ['calls', '--findings', '--format', 'ndjson'],
      ['calls', '--findings'],
      ['replay', '--format', 'ndjson'],
      ['messages'],
    ]) {
      const digests = [1, 3].map((workers) => {
        const { out, status } = run([...args, '--workers', String(workers), file]);
        assert.equal(status, 0);
        assert.ok(out.split('\n').length > 150);
        return createHash('sha256').update(out).digest('hex');
      });
      assert.equal(new Set(digests).size, 1, args.join(' '));
    }
  });

  it('has the same findings where no body is spared for its form', () => {
    for (const args of [
      ['lint', '--format', 'json', '--workers', '1'],
      ['lint', '--format', 'ndjson', '--workers', '2', '--max-findings', '0'],
      ['calls', '--findings', '--format', 'ndjson', '--workers', '3'],
    ])
      assert.equal(run([...args, '--no-memo', file]).out, run([...args, file]).out, args.join(' '));
  });

  it('is found out wherever it is spoilt', () => {
    // A call in the middle loses its keys.
    const at = text.indexOf('a=crypto', Math.floor(text.length / 2));
    const spoilt = `${text.slice(0, at)}a=crypto:x${text.slice(at + 10)}`;
    const other = path.join(folder, 'spoilt.txt');
    fs.writeFileSync(other, spoilt, 'latin1');
    const { out } = run(['lint', '--format', 'json', '--workers', '2', other]);
    assert.equal(out, wholeJson(other, spoilt));
    assert.notEqual(out.replace(other, file), wholeJson(file, text));
  });

  it('has findings of a call for which no thread has the memory', () => {
    const long = path.join(folder, 'long.txt');
    const headers = 'x:1\n'.repeat(1_250_000);
    fs.writeFileSync(
      long,
      '2026/01/31 10:00:00.000000 192.0.2.1:5060 -> 192.0.2.2:5060\nOPTIONS sip:b@192.0.2.2 SIP/2.0\n' +
        'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\nFrom: <sip:a@192.0.2.1>;tag=1\n' +
        `To: <sip:b@192.0.2.2>\nCall-ID: one\nCSeq: 1 OPTIONS\n${headers}Content-Length: 0\n\n\n`,
    );
    const { status, error } = run(['lint', '--workers', '1', long]);
    assert.deepEqual({ status, error }, { status: 0, error: '' });
  });

  it('tells what a call of very many messages takes', () => {
    const long = path.join(folder, 'refreshed.txt');
    const options = (place: number): string =>
      '2026/01/31 10:00:00.000000 192.0.2.1:5060 -> 192.0.2.2:5060\nOPTIONS sip:b@192.0.2.2 SIP/2.0\n' +
      `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${place}\nFrom: <sip:a@192.0.2.1>;tag=1\n` +
      `To: <sip:b@192.0.2.2>\nCall-ID: one\nCSeq: ${place} OPTIONS\nContent-Length: 0\n\n\n`;
    fs.writeFileSync(long, Array.from({ length: 55_000 }, (_, place) => options(place)).join(''));
    const wanted =
      `sip-trace: ${long}: 55000 messages of one call, or of calls that belong together, are judged as a whole: ` +
      'that takes some 500 MB of memory\n';
    assert.equal(run(['lint', long]).error, wanted);
    assert.equal(run(['messages', long]).error, '');
  });

  it('has the messages of a capture in less memory than its calls take', () => {
    const capture = path.join(folder, 'one-call.pcap');
    const invite = (sequence: number): string =>
      `INVITE sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${sequence}\r\n` +
      'From: <sip:a@192.0.2.1>;tag=1\r\nTo: <sip:b@192.0.2.2>;tag=2\r\nCall-ID: one\r\n' +
      `CSeq: ${sequence} INVITE\r\nContent-Type: application/sdp\r\n\r\n` +
      `v=0\r\no=- 1 ${sequence} IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 50000 RTP/AVP 0\r\n` +
      'a=ptime:20\r\n'.repeat(150);
    const packets = Array.from({ length: 8000 }, (_, place) => ipv4(17, udp(octets(invite(place + 1)))));
    fs.writeFileSync(capture, pcap(packets, { linkType: 101 }));
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--max-old-space-size=64', cli, 'messages', capture],
      {
        encoding: 'utf8',
        maxBuffer: 1e9,
      },
    );
    assert.equal(status, 0);
    assert.equal(stdout.match(/^INVITE /gm)?.length, packets.length);
  });
});
