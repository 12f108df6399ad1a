/**
 * Measures how fast a large trace is read, and how soon after a keystroke its findings are there. It reports and
 * asserts nothing: what it measures depends on the machine.
 *
 *     npm run build && npm run bench [-- MEGABYTES [CALLS]]
 *
 * MEGABYTES of the text whose phases are measured, and CALLS that are listed and judged beside other programs: 112,000 are
 * a capture of 1 GB.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  CodeLensRequest,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  SemanticTokensRangeRequest,
  type Position,
} from 'vscode-languageserver-protocol/node';
import { analyse } from '../../server/engine/analysis/analyse';
import { defaultOptions } from '../../server/engine/analysis/model';
import { buildCalls } from '../../server/engine/calls/build';
import type { Call } from '../../server/engine/calls/call';
import { weigh } from '../../server/engine/evidence/evidence';
import { replayTrace } from '../../server/engine/ice/replay';
import { LineIndex } from '../../server/engine/basics/lines';
import { rules } from '../../server/engine/rules/index';
import { lintCall } from '../../server/engine/rules/lint';
import { parseSip } from '../../server/engine/sip/parse';
import { readText } from '../../server/engine/traces/read';
import type { TraceMessage } from '../../server/engine/traces/message';
import { renderCapture } from '../../server/engine/trace-text/render';
import { LspClient, refreshingCapabilities } from '../support/lsp-client';
import { activation } from './activation';
import { againstOthers } from './against-others';
import { CHECKED_CALLS, checkedCalls, STUN_PACKETS } from './checks';
import { largeCapture } from './large-capture';
import { longCalls } from './long-calls';
import { rulesCost } from './rules';
import { buildTrace } from './trace';
import { busyTrunk } from './traffic';

const cli = path.resolve(__dirname, '../../dist/cli.js');
const textDocument = { uri: 'file:///bench.siptrace' };

/** Keystrokes at each place of the document. */
const keystrokes = 40;

type Row = readonly string[];

void main();

async function main(): Promise<void> {
  const megabytes = Number(process.argv[2] ?? 5);
  const text = buildTrace(megabytes * 1_000_000);
  const messages = readText(text).records.length;
  console.log(`${(text.length / 1e6).toFixed(1)} MB, ${messages} messages, Node ${process.version}`);
  table('engine', ['', 'best', 'rate'], enginePhases(text));
  table('rules', ['', 'a call'], rulesCost());
  table(
    'long calls',
    ['', 'whole', 'after a keystroke', 'longest slice'],
    longCalls().map(([name, ...times]) => [name, ...times.map(milliseconds)]),
  );
  table('replay', ['', 'best'], [replayPhase()]);
  table(
    'evidence',
    ['', 'best', 'share of a lint'],
    [evidencePhase('text', text), evidencePhase('capture', null)],
  );
  await measureEditor(text);
  await measureEditor(buildTrace(20_000_000));
  table(
    'large capture',
    ['', 'median', 'worst'],
    (await largeCapture()).map(([name, median, worst]) => [name, milliseconds(median), milliseconds(worst)]),
  );
  table('command line', ['', 'time'], commandLine(text));
  const calls = Number(process.argv[3] ?? busyTrunk.calls);
  table('against others', ['', 'best', 'rate', 'memory', 'time', 'memory'], againstOthers(calls));
  table('activation', ['', 'best', 'median', 'worst'], await activation());
  // VS Code is served until this process ends.
  process.exit();
}

function enginePhases(text: string): readonly Row[] {
  const whole = (): string => text;
  return [
    phase('read', text, whole, readText),
    phase('parse', text, readText, ({ records }) => records.map(({ content }) => parseSip(content))),
    phase('calls', text, () => parse(text), buildCalls),
    phase('lint', text, () => buildCalls(parse(text)), lint),
    phase('line index', text, whole, (each) => new LineIndex(each)),
  ];
}

function replayPhase(): Row {
  const capture = checkedCalls();
  const name = `${STUN_PACKETS.toLocaleString('en')} STUN packets of ${CHECKED_CALLS} calls`;
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const rendering = renderCapture([capture]);
    if (rendering.kind !== 'rendered') throw new Error('the capture of the benchmark cannot be read');
    const { trace } = analyse(rendering.capture.text);
    const start = performance.now();
    const replays = replayTrace(trace);
    best = Math.min(best, performance.now() - start);
    const completed = replays.filter(({ forks }) => forks[0]?.main?.state === 'completed').length;
    if (completed !== CHECKED_CALLS) throw new Error(`only ${completed} calls completed`);
  }
  return [name, milliseconds(best)];
}

/** What the look at a trace as evidence takes of an analysis. */
function evidencePhase(name: string, text: string | null): Row {
  const rendering = text === null ? renderCapture([checkedCalls()]) : null;
  const rendered = rendering?.kind === 'rendered' ? rendering.capture.text : '';
  const start = performance.now();
  const { trace } = analyse(text ?? rendered);
  const whole = performance.now() - start;
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const begun = performance.now();
    weigh(trace.messages, trace.evidence.clocks);
    best = Math.min(best, performance.now() - begun);
  }
  return [name, milliseconds(best), `${((best / whole) * 100).toFixed(1)} %`];
}

/** The best of a few runs, each on fresh input: some facts are kept with what they were read from. */
function phase<T>(name: string, text: string, prepare: (text: string) => T, run: (input: T) => unknown): Row {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const input = prepare(text);
    const start = performance.now();
    run(input);
    best = Math.min(best, performance.now() - start);
  }
  return [name, milliseconds(best), `${(text.length / 1000 / best).toFixed(0)} MB/s`];
}

function parse(text: string): readonly TraceMessage[] {
  return readText(text).records.map((record, index) => ({ index, record, parsed: parseSip(record.content) }));
}

function lint(calls: readonly Call[]): void {
  for (const call of calls) lintCall(call, rules, defaultOptions.severities, defaultOptions.facts);
}

async function measureEditor(text: string): Promise<void> {
  const client = await LspClient.start(refreshingCapabilities);
  const lines = new LineIndex(text);
  const rows: Row[] = [];
  const opened = performance.now();
  await client.open(textDocument.uri, text);
  await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
  rows.push(['open → first diagnostics', milliseconds(performance.now() - opened), '', '']);
  // Whatever is asked but diagnostics waits until all is judged. Who types before is answered of the beginning.
  const position = { line: 0, character: 0 };
  await client.connection.sendRequest(HoverRequest.type, { textDocument, position });
  rows.push(['open → all is judged', milliseconds(performance.now() - opened), '', '']);
  for (const [name, share] of [
    ['near the start', 0.01],
    ['in the middle', 0.5],
    ['near the end', 0.99],
  ] as const) {
    const at = text.indexOf('a=ptime', Math.floor(share * text.length) - 5000);
    const { line, column } = lines.positionAt(Math.max(at, 0));
    rows.push([
      `keystroke ${name} → diagnostics`,
      ...(await measureTyping(client, { line: line - 1, character: column - 1 })),
    ]);
  }
  const middle = { line: Math.floor(lines.lineCount / 2), character: 0 };
  const screen = { start: middle, end: { line: middle.line + 60, character: 0 } };
  for (const [name, ask] of [
    ['outline', () => client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument })],
    ['folding ranges', () => client.connection.sendRequest(FoldingRangeRequest.type, { textDocument })],
    ['code lenses', () => client.connection.sendRequest(CodeLensRequest.type, { textDocument })],
    [
      'inlay hints of a screen',
      () => client.connection.sendRequest(InlayHintRequest.type, { textDocument, range: screen }),
    ],
    [
      'semantic tokens of a screen',
      () => client.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range: screen }),
    ],
    ['hover', () => client.connection.sendRequest(HoverRequest.type, { textDocument, position: middle })],
  ] as const) {
    rows.push([name, ...spread(await repeated(5, ask))]);
  }
  rows.push(['memory of the server', residentMemory(client.pid), '', '']);
  await client.stop();
  table(`editor, ${(text.length / 1e6).toFixed(0)} MB`, ['', 'median', '95 %', 'worst'], rows);
}

/** Types a word into a line, character by character, and waits for the diagnostics after each. */
async function measureTyping(client: LspClient, { line, character }: Position): Promise<Row> {
  let typed = 0;
  return spread(
    await repeated(keystrokes, async () => {
      const at = { line, character: character + typed };
      typed++;
      await client.change(textDocument.uri, { start: at, end: at }, 'x');
      await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
    }),
  );
}

function commandLine(text: string): readonly Row[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-bench-'));
  const file = path.join(folder, 'bench.siptrace');
  fs.writeFileSync(file, text);
  try {
    return ['lint', 'calls', 'messages'].map((command): Row => {
      const start = performance.now();
      spawnSync(process.execPath, [cli, command, file], { stdio: 'ignore' });
      return [`sip-trace ${command}`, milliseconds(performance.now() - start)];
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function repeated(times: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let round = 0; round < times; round++) all.push(await timed(work));
  return all;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The median, the 95th percentile and the worst of some durations. */
function spread(durations: readonly number[]): Row {
  const sorted = durations.toSorted((a, b) => a - b);
  return [sorted[sorted.length >> 1], sorted[Math.ceil(sorted.length * 0.95) - 1], sorted.at(-1)].map(
    (each) => milliseconds(each ?? NaN),
  );
}

function milliseconds(duration: number): string {
  return `${duration.toFixed(0)} ms`;
}

/** As `ps` tells it, which Windows lacks. */
function residentMemory(pid: number): string {
  try {
    const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
    return `${(kilobytes / 1024).toFixed(0)} MB`;
  } catch {
    return 'unknown';
  }
}

function table(title: string, head: Row, rows: readonly Row[]): void {
  const all = [[title, ...head.slice(1)], ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  console.log('');
  for (const row of all) {
    console.log(
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
        )
        .join(''),
    );
  }
}
