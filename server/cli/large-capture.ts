/** Large captures: rendered once, held packed, and judged in batches of what belongs together. */
import { setImmediate } from 'node:timers/promises';
import { finished } from '../engine/basics/finished';
import type { AnalysisOptions } from '../engine/analysis/model';
import { captureBearing } from '../engine/batches/capture-bearing';
import { ClusterStream, restMatters } from '../engine/batches/cluster-stream';
import { Clustering, type Clustered, type HeldCallId, surveyHeld } from '../engine/batches/clusters';
import { Gathering } from '../engine/batches/gathering';
import { type HeldTrace, holdTrace } from '../engine/batches/held-trace';
import type { Task, Told } from '../engine/batches/judge';
import type { OpenedTrace } from '../engine/call-index/open-trace';
import { noteOf } from '../engine/ice/capture-notes';
import { integrityOfTrace } from '../engine/ice/trace-integrity';
import { captureValue } from '../engine/report/capture';
import type { FileHead, FileTail } from '../engine/report/file-report';
import { messageRow } from '../engine/report/messages';
import { profileChoice } from '../engine/rules/lint';
import { PackedBlocks } from '../engine/trace-text/block-store';
import { type BlockRendering, renderBlocksInSlices } from '../engine/trace-text/render';
import { problemText } from '../../shared/reading-problem';
import { judgeAll, threadsFor } from './judge-all';
import { JudgePool, type SurveyWork } from './judge-pool';
import type { LargeRun, LargeTrace, SizedFile } from './large-trace';
import { assertHeldRoom } from './room';
import { SpooledChunks } from './spooled-chunks';

/** A capture of fewer octets is analysed whole: that is a sixth faster, and takes 25 times as much memory as it has octets. */
const WHOLE = 16_000_000;

/**
 * Reads a capture; null where it is small.
 *
 * @param share how much of the file was read, 0 to 1
 */
export function openLargeCapture(
  { path, octets }: Omit<SizedFile, 'pieces'>,
  opened: Extract<OpenedTrace, { readonly kind: 'packets' }>,
  options: AnalysisOptions,
  { keyLog, threads, progress, say }: LargeRun,
  share: () => number,
): LargeTrace | null {
  if (octets < WHOLE) {
    close(opened.pieces);
    return null;
  }
  const chunks = new SpooledChunks();
  // Before anything is read, as it tells V8 when to collect.
  const pool = new JudgePool(threadsFor(octets, threads, 1));
  try {
    const rendering = rendered(opened, keyLog, chunks, () => {
      progress.share('Reading', path, share());
    });
    assertHeldRoom(path, rendering.parts.blocks.length);
    const trace = finished(holdTrace(rendering));
    const problems = rendering.problems.map(problemText);
    return new LargeCapture(path, trace, options, { chunks, pool, progress, say }, problems);
  } catch (error) {
    chunks.close();
    throw error;
  }
}

/** What waits to be put into order is put away, too, until all is rendered. */
function rendered(
  opened: Extract<OpenedTrace, { readonly kind: 'packets' }>,
  keyLog: string,
  chunks: SpooledChunks,
  proceed: () => void,
): BlockRendering {
  const waiting = new SpooledChunks();
  try {
    return finished(renderBlocksInSlices(opened, keyLog, new PackedBlocks(chunks), waiting), proceed);
  } finally {
    waiting.close();
  }
}

/** Has the Call-IDs looked at by the threads, and by this one while they are busy. */
async function clusteredBy(
  pool: JudgePool,
  trace: HeldTrace,
  { profile, facts }: AnalysisOptions,
): Promise<Clustered> {
  const clustering = finished(Clustering.begin(trace, profileChoice(profile), facts.network));
  let some: HeldCallId[] = [];
  for (const callId of clustering.callIds()) {
    some.push(callId);
    if (some.length < CALL_IDS) continue;
    await surveyBy(pool, clustering, trace, some);
    some = [];
  }
  await surveyBy(pool, clustering, trace, some);
  await pool.finish();
  return clustering.finish();
}

async function surveyBy(
  pool: JudgePool,
  clustering: Clustering,
  trace: HeldTrace,
  some: readonly HeldCallId[],
): Promise<void> {
  const { ground } = clustering;
  const work = (): SurveyWork => ({
    callIds: some.map(({ callId, messages }) => ({ callId, excerpts: messages.map(trace.excerptOf) })),
    ground,
  });
  const isTaken =
    pool.hasRoom &&
    pool.survey(work(), (surveys) => {
      for (const [place, survey] of surveys.entries()) {
        const callId = some[place];
        if (callId !== undefined) clustering.take(callId, survey);
      }
    });
  if (isTaken) return;
  for (const callId of some) clustering.take(callId, surveyHeld(callId, ground));
  // What threads say comes between two turns.
  await setImmediate();
}

/** So many Call-IDs are looked at in one go. */
const CALL_IDS = 25;

class LargeCapture implements LargeTrace {
  readonly about: LargeTrace['about'];
  private clustering: Promise<Clustered> | null = null;

  constructor(
    path: string,
    private readonly trace: HeldTrace,
    private readonly options: AnalysisOptions,
    private readonly kept: Pick<LargeRun, 'progress' | 'say'> & {
      readonly chunks: SpooledChunks;
      readonly pool: JudgePool;
    },
    readonly problems: readonly string[],
  ) {
    this.about = {
      path,
      messages: trace.messages.length,
      evidence: trace.evidence.notes.map((note) => captureValue(noteOf(note), trace.lines)),
      unread: trace.unread,
    };
  }

  async head(): Promise<FileHead> {
    const { path, messages, evidence, unread } = this.about;
    const { calls } = await this.clustered();
    return { path, format: this.trace.capture, messages, calls, evidence, unread, repaired: [] };
  }

  async holds(callId: string): Promise<boolean> {
    const { holds } = await this.clustered();
    return holds(callId);
  }

  async judge(task: Task, tell: (told: Told) => void): Promise<FileTail> {
    const { trace, options } = this;
    const { path } = this.about;
    const { pool, progress, say } = this.kept;
    if (task.kind === 'messages') {
      this.tellMessages(task.as, tell);
      return new Gathering(options, tell).finish();
    }
    const clustered = await this.clustered();
    const restIsLast = restMatters(trace, options);
    const stream = new ClusterStream(trace, clustered, restIsLast);
    const bearing = captureBearing(trace, clustered, profileChoice(options.profile));
    return judgeAll(
      {
        path,
        batches: stream.batchesInOrder(),
        settling: stream,
        bearing: { options, task, format: trace.format, trace: bearing },
        pool: restIsLast ? new JudgePool(0) : pool,
        say,
        proceed: () => {
          progress.share('Analysing', path, stream.share);
        },
      },
      tell,
    );
  }

  async close(): Promise<void> {
    const { pool, chunks } = this.kept;
    await pool.close();
    chunks.close();
  }

  /** Found when something is asked of calls. */
  private clustered(): Promise<Clustered> {
    return (this.clustering ??= clusteredBy(this.kept.pool, this.trace, this.options));
  }

  /** A capture is shown as its trace text, whose lines all findings name. */
  private tellMessages(as: 'row' | 'lines', tell: (told: Told) => void): void {
    const { trace } = this;
    if (as === 'lines') {
      const tellPiece = (text: string): void => {
        tell({ kind: 'row', start: 0, row: null, lines: [text] });
      };
      let last: string | null = null;
      for (const piece of trace.pieces()) {
        if (last !== null) tellPiece(last);
        last = piece;
      }
      if (last !== null) tellPiece(last.replace(/\n$/, ''));
      return;
    }
    const messages = [...trace.messages];
    const integrity = integrityOfTrace({ ...trace, messages });
    for (const message of messages) {
      message.open();
      const row = messageRow(trace, message, trace.lines, integrity);
      tell({ kind: 'row', start: message.record.span.start, row, lines: [] });
      message.close();
    }
  }
}

/** Says that no more is wanted. */
function close(pieces: Iterable<Uint8Array>): void {
  const iterator = pieces[Symbol.iterator]();
  iterator.next();
  iterator.return?.();
}
