/**
 * Lists and lints the calls of a busy trunk with sip-trace and, where they are installed, lists them with sngrep and
 * tshark: side by side in one run, as only ratios say anything on a machine that does other things too.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { busyTrunk, writeTraffic } from './traffic';

const cli = path.resolve(__dirname, '../../dist/cli.js');
const rounds = 3;
/** A capture of 1 GB takes its time. */
const patience = 3_600_000;

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly rounds: number;
}

interface Measurement {
  readonly seconds: number;
  /** Of all threads, of the largest run, where GNU time is there to tell. */
  readonly megabytes: number | null;
}

/**
 * A row for each program: wall time at its best, rate, memory, and how many times those of the first row.
 *
 * @param calls of the traffic, some 9 kB each
 */
export function againstOthers(calls: number): readonly (readonly string[])[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-traffic-'));
  try {
    const capture = path.join(folder, 'trunk.pcap');
    const text = path.join(folder, 'trunk.txt');
    writeTraffic(capture, text, { ...busyTrunk, calls });
    const rows = contenders(capture, text)
      .filter(({ command }) => isInstalled(command))
      .map((contender) => ({ contender, measured: measure(contender) }));
    const first = rows[0]?.measured;
    return rows.map(({ contender: { name, input }, measured }) => [
      name,
      `${measured.seconds.toFixed(2)} s`,
      `${(fs.statSync(input).size / 1e6 / measured.seconds).toFixed(0)} MB/s`,
      measured.megabytes === null ? 'unknown' : `${measured.megabytes.toFixed(0)} MB`,
      times(measured.seconds, first?.seconds ?? NaN),
      times(measured.megabytes ?? NaN, first?.megabytes ?? NaN),
    ]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function contenders(capture: string, text: string): readonly Contender[] {
  const ours = { command: process.execPath, rounds };
  return [
    { name: 'sngrep', command: 'sngrep', args: ['-N', '-q', '-I', capture], input: capture, rounds },
    { ...ours, name: 'sip-trace calls CAPTURE', args: [cli, 'calls', capture], input: capture },
    { ...ours, name: 'sip-trace calls TEXT', args: [cli, 'calls', text], input: text },
    {
      ...ours,
      name: 'sip-trace calls TEXT, JSON',
      args: [cli, 'calls', '--format', 'json', text],
      input: text,
    },
    {
      ...ours,
      name: 'sip-trace lint TEXT, JSON',
      args: [cli, 'lint', '--format', 'json', text],
      input: text,
    },
    {
      ...ours,
      name: 'sip-trace calls --findings TEXT, JSON',
      args: [cli, 'calls', '--findings', '--format', 'json', text],
      input: text,
    },
    {
      ...ours,
      name: 'sip-trace lint CAPTURE, JSON',
      args: [cli, 'lint', '--format', 'json', capture],
      input: capture,
      rounds: 1,
    },
    {
      ...ours,
      name: 'sip-trace replay CAPTURE, NDJSON',
      args: [cli, 'replay', '--format', 'ndjson', capture],
      input: capture,
      rounds: 1,
    },
    {
      name: 'tshark',
      command: 'tshark',
      args: ['-r', capture, '-Y', 'sip', '-T', 'fields', '-e', 'sip.Call-ID'],
      input: capture,
      rounds: 1,
    },
  ];
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function measure(contender: Contender): Measurement {
  let seconds = Infinity;
  let megabytes: number | null = null;
  for (let round = 0; round < contender.rounds; round++) {
    const run = measureOnce(contender);
    seconds = Math.min(seconds, run.seconds);
    if (run.megabytes !== null) megabytes = Math.max(megabytes ?? 0, run.megabytes);
  }
  return { seconds, megabytes };
}

function measureOnce({ command, args }: Contender): Measurement {
  const gnuTime = '/usr/bin/time';
  const isMeasured = fs.existsSync(gnuTime);
  const start = performance.now();
  const { stderr } = spawnSync(
    isMeasured ? gnuTime : command,
    isMeasured ? ['-f', 'peak %M kB', command, ...args] : args,
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: patience,
    },
  );
  const seconds = (performance.now() - start) / 1000;
  const peak = /peak (\d+) kB/.exec(stderr)?.[1];
  return { seconds, megabytes: peak === undefined ? null : Number(peak) / 1024 };
}

function times(value: number, first: number): string {
  return Number.isNaN(value / first) ? '' : `${(value / first).toFixed(1)} ×`;
}
