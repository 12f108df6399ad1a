/** What batches tell of a capture, gathered. */
import { finished } from '../../server/engine/basics/finished';
import assert from 'node:assert/strict';
import { analyse } from '../../server/engine/analysis/analyse';
import { type AnalysisOptions, defaultOptions } from '../../server/engine/analysis/model';
import { LineIndex } from '../../server/engine/basics/lines';
import { captureBearing } from '../../server/engine/batches/capture-bearing';
import { ClusterStream, restMatters } from '../../server/engine/batches/cluster-stream';
import { surveyExcerpts } from '../../server/engine/batches/call-survey';
import { type Clustered, Clustering } from '../../server/engine/batches/clusters';
import { Gathering } from '../../server/engine/batches/gathering';
import { type HeldTrace, holdTrace } from '../../server/engine/batches/held-trace';
import { judgeBatch, KnownEvaluations, type Task, type Told } from '../../server/engine/batches/judge';
import { noteOf } from '../../server/engine/ice/capture-notes';
import { placedDiagnoses, tellingOf } from '../../server/engine/report/diagnosis';
import { analysedCalls } from '../../server/engine/report/calls';
import { captureValue } from '../../server/engine/report/capture';
import { messageRow } from '../../server/engine/report/messages';
import { integrityOfTrace } from '../../server/engine/ice/trace-integrity';
import { reportFinding } from '../../server/engine/report/file-report';
import { diagnosisOf, replayJson, replayText } from '../../server/engine/report/replay';
import { replayTrace } from '../../server/engine/ice/replay';
import { profileChoice } from '../../server/engine/rules/lint';
import type { TextRecord } from '../../server/engine/text/record';
import { PackedBlocks } from '../../server/engine/trace-text/block-store';
import { conversationsMark } from '../../server/engine/trace-text/conversations';
import { traceTextFormat } from '../../server/engine/trace-text/read';
import {
  type BlockRendering,
  openCapture,
  renderBlocksInSlices,
  renderCapture,
} from '../../server/engine/trace-text/render';
import { readText } from '../../server/engine/traces/read';

/**
 * Holds what batches tell of a capture, all that commands show of it, against an analysis of the whole; null where it is no
 * capture.
 *
 * @param calls of a batch
 */
export function assertSameInBatches(
  name: string,
  bytes: Uint8Array,
  options: AnalysisOptions = defaultOptions,
  calls = 1,
): { readonly clusters: number; readonly calls: number } | null {
  const opened = openCapture(pieces(bytes));
  if (opened.kind !== 'packets') return null;
  const rendering = renderCapture([bytes]);
  assert.equal(rendering.kind, 'rendered');
  const { text, format } = rendering.capture;
  return assertSame(
    name,
    finished(renderBlocksInSlices(opened, '')),
    wholeOf(text, format, options),
    options,
    calls,
  );
}

/** The same of a trace text; null where it holds more than a capture does. */
export function assertSameTextInBatches(
  name: string,
  text: string,
  options: AnalysisOptions = defaultOptions,
): { readonly clusters: number; readonly calls: number } | null {
  const { records, directives, format } = readText(text);
  const isOfCapture = records.every(({ meta }) => meta.frame !== undefined);
  if (format !== traceTextFormat || directives.length > 0 || !isOfCapture || records.length === 0)
    return null;
  return assertSame(name, blocksOf(text, records), wholeOf(text, format, options), options, 1);
}

function assertSame(
  name: string,
  rendering: BlockRendering,
  whole: Views,
  options: AnalysisOptions,
  calls: number,
): { readonly clusters: number; readonly calls: number } {
  const trace = finished(holdTrace(rendering));
  const clustered = clusteredElsewhere(trace, options);
  for (const [what, tell] of Object.entries(batchedOf(trace, clustered, options, calls)))
    assert.deepEqual(tell(), whole[what]?.(), `${name}: ${what}`);
  return { clusters: clustered.clusters.length, calls: clustered.calls };
}

/** Call-IDs are looked at where the trace is not, and what is seen of them comes in another order. */
function clusteredElsewhere(trace: HeldTrace, { profile, facts }: AnalysisOptions): Clustered {
  const clustering = finished(Clustering.begin(trace, profileChoice(profile), facts.network));
  const ground = structuredClone(clustering.ground);
  for (const each of [...clustering.callIds()].toReversed()) {
    const { callId, messages } = each;
    const sent = structuredClone({ callId, excerpts: messages.map(trace.excerptOf) });
    clustering.take(each, structuredClone(surveyExcerpts(sent, ground)));
  }
  return clustering.finish();
}

/** A trace text taken apart, as it is before it is put together. */
function blocksOf(text: string, records: readonly TextRecord[]): BlockRendering {
  const store = new PackedBlocks();
  const conversations = text.indexOf(`\n${conversationsMark}\n`);
  const end = conversations === -1 ? text.length + 1 : conversations + 1;
  const starts = [...records.map(({ span }) => span.start), end];
  for (const [place, start] of starts.slice(0, -1).entries())
    store.add(text.slice(start, (starts[place + 1] ?? end) - 1));
  const parts = {
    heading: text.slice(0, (starts[0] ?? 1) - 1),
    blocks: records.map((_, place) => place),
    ends: conversations === -1 ? null : records.length,
  };
  if (conversations !== -1) store.add(text.slice(conversations + 1));
  return { store, parts, format: traceTextFormat, problems: [] };
}

/** In one buffer, which is filled anew: as a file is read. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  const buffer = new Uint8Array(PIECE);
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

const PIECE = 1 << 16;

type Views = Readonly<Record<string, () => unknown>>;

function batchedOf(trace: HeldTrace, clustered: Clustered, options: AnalysisOptions, calls: number): Views {
  const judged = (task: Exclude<Task, { readonly kind: 'messages' }>): unknown =>
    judgedBy(trace, clustered, options, task, calls);
  return {
    format: () => trace.capture,
    text: () => [...trace.pieces()].join('\n'),
    messages: () => {
      const messages = [...trace.messages];
      const integrity = integrityOfTrace({ ...trace, messages });
      return messages.map((message) => messageRow(trace, message, trace.lines, integrity));
    },
    calls: () => clustered.calls,
    unread: () => trace.unread,
    evidence: () => trace.evidence.notes.map((note) => captureValue(noteOf(note), trace.lines)),
    findings: () => judged({ kind: 'findings' }),
    list: () => judged({ kind: 'calls' }),
    replays: () => judged({ kind: 'replays', as: 'row', callId: null }),
    lines: () => judged({ kind: 'replays', as: 'lines', callId: null }),
  };
}

function judgedBy(
  trace: HeldTrace,
  clustered: Clustered,
  options: AnalysisOptions,
  task: Exclude<Task, { readonly kind: 'messages' }>,
  calls: number,
): unknown {
  const told: Told[] = [];
  const gathering = new Gathering(options, (each) => told.push(each));
  const known = new KnownEvaluations();
  const stream = new ClusterStream(trace, clustered, restMatters(trace, options), {
    calls,
    characters: Infinity,
  });
  // As another thread gets them, and sends them back.
  const bearing = structuredClone({
    options,
    task,
    format: trace.format,
    trace: captureBearing(trace, clustered, profileChoice(options.profile)),
  });
  for (const batch of stream.batchesInOrder()) {
    gathering.take(structuredClone(judgeBatch(structuredClone(batch), bearing, known)));
    stream.settle(batch.calls);
    gathering.release(stream.settledTo);
  }
  const tail = gathering.finish();
  return {
    told: told.map((each) => {
      switch (each.kind) {
        case 'finding':
          return { ...each.finding, rule: each.rule.id };
        case 'call':
        case 'judgement':
          return each.call;
        case 'row':
          return each.row ?? each.lines;
      }
    }),
    ...(task.kind === 'findings' ? { tail } : {}),
  };
}

function wholeOf(text: string, format: string, options: AnalysisOptions): Views {
  const whole = analyse(text, options);
  const lines = new LineIndex(text);
  const { trace, withheld, notEvaluated, counts } = whole;
  const replays = replayTrace(trace);
  return {
    format: () => format,
    text: () => text,
    messages: () => {
      const integrity = integrityOfTrace(trace);
      return trace.messages.map((message) => messageRow(trace, message, lines, integrity));
    },
    calls: () => trace.calls.filter(({ kind }) => kind === 'call').length,
    unread: () => trace.unread,
    evidence: () => trace.evidence.notes.map((note) => captureValue(noteOf(note), lines)),
    findings: () => ({
      told: whole.findings.map((each) => ({ ...reportFinding(each, lines), rule: each.rule.id })),
      tail: {
        withheld,
        notEvaluated,
        counts,
        ...tellingOf(placedDiagnoses(whole, lines), options.maxFindingsPerRule),
        heldBack: whole.heldBack,
        unknownRules: whole.unknownRules,
      },
    }),
    list: () => ({ told: analysedCalls(whole, lines) }),
    replays: () => ({
      told: replays.map((replay) => replayJson(replay, diagnosisOf(replay, whole.diagnoses, lines), lines)),
    }),
    lines: () => ({
      told: replays.map((replay) =>
        replayText(replay, diagnosisOf(replay, whole.diagnoses, lines), trace.evidence.clock, lines),
      ),
    }),
  };
}
