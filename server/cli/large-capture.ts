/** Large captures: rendered once, held packed, and judged in batches of what belongs together. */
import { finished } from '../engine/basics/finished';
import type { AnalysisOptions } from '../engine/analysis';
import { captureBearing } from '../engine/batches/capture-bearing';
import { ClusterStream, restMatters } from '../engine/batches/cluster-stream';
import { clusterTrace, type Clustered } from '../engine/batches/clusters';
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
import { renderBlocksInSlices } from '../engine/trace-text/render';
import { problemText } from '../../shared/reading-problem';
import { counted } from '../engine/basics/octet-count';
import { judgeAll, threadsFor } from './judge-all';
import type { JudgeRun, LargeTrace, SizedFile } from './large-trace';
import type { Progress } from './progress';
import { assertHeldRoom } from './room';
import { SpooledChunks } from './spooled-chunks';

/** A capture of fewer octets is analysed whole: that is faster than to look at its calls beforehand. */
const WHOLE = 40_000_000;

/** Reads a capture; null where it is small. */
export function openLargeCapture(
  { path, octets }: Omit<SizedFile, 'pieces'>,
  opened: Extract<OpenedTrace, { readonly kind: 'packets' }>,
  { profile, facts }: AnalysisOptions,
  keyLog: string,
  progress: Progress,
): LargeTrace | null {
  if (octets < WHOLE) {
    close(opened.pieces);
    return null;
  }
  const share = { read: 0 };
  const chunks = new SpooledChunks();
  const reread = { ...opened, pieces: counted(opened.pieces, share) };
  const waiting = new SpooledChunks();
  const rendering = finished(renderBlocksInSlices(reread, keyLog, new PackedBlocks(chunks), waiting), () => {
    progress.share('Reading', path, share.read / octets);
  });
  waiting.close();
  assertHeldRoom(path, rendering.parts.blocks.length);
  const trace = finished(holdTrace(rendering));
  const clustered = finished(clusterTrace(trace, profileChoice(profile), facts.network));
  const problems = rendering.problems.map(problemText);
  return new LargeCapture({ path, octets }, trace, clustered, chunks, problems);
}

class LargeCapture implements LargeTrace {
  readonly head: FileHead;

  constructor(
    private readonly file: Omit<SizedFile, 'pieces'>,
    private readonly trace: HeldTrace,
    private readonly clustered: Clustered,
    private readonly chunks: SpooledChunks,
    readonly problems: readonly string[],
  ) {
    this.head = {
      path: file.path,
      format: trace.capture,
      messages: trace.messages.length,
      calls: clustered.calls,
      unread: trace.unread,
      repaired: [],
      evidence: trace.evidence.notes.map((note) => captureValue(noteOf(note), trace.lines)),
    };
  }

  holds(callId: string): boolean {
    return this.clustered.callIds.has(callId);
  }

  judge(
    options: AnalysisOptions,
    task: Task,
    { threads, progress }: JudgeRun,
    tell: (told: Told) => void,
  ): Promise<FileTail> {
    const { trace, clustered } = this;
    const { path, octets } = this.file;
    if (task.kind === 'messages') {
      this.tellMessages(task.as, tell);
      return Promise.resolve(new Gathering(options, tell).finish());
    }
    const restIsLast = restMatters(trace, options);
    const stream = new ClusterStream(trace, clustered, restIsLast);
    const bearing = captureBearing(trace, clustered, profileChoice(options.profile));
    return judgeAll(
      {
        path,
        batches: stream.batchesInOrder(),
        settling: stream,
        bearing: { options, task, format: trace.format, trace: bearing },
        threads: restIsLast ? 0 : threadsFor(octets, threads),
        proceed: () => {
          progress.share('Analysing', path, stream.share);
        },
      },
      tell,
    );
  }

  close(): void {
    this.chunks.close();
  }

  /** A capture is shown as its trace text, whose lines all findings name. */
  private tellMessages(as: 'row' | 'lines', tell: (told: Told) => void): void {
    const { trace } = this;
    if (as === 'lines') {
      const all = [...trace.pieces()].length;
      let place = 0;
      for (const piece of trace.pieces()) {
        place++;
        const text = place === all ? piece.replace(/\n$/, '') : piece;
        tell({ kind: 'row', start: 0, row: null, lines: [text] });
      }
      return;
    }
    const integrity = integrityOfTrace(trace);
    for (const message of trace.messages) {
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
