/** Large captures: rendered once, held packed, and judged in batches of what belongs together. */
import { finished } from '../engine/basics/finished';
import type { AnalysisOptions } from '../engine/analysis';
import { clusterTrace, type Clustered } from '../engine/batches/clusters';
import { Gathering } from '../engine/batches/gathering';
import { type HeldTrace, holdTrace } from '../engine/batches/held-trace';
import type { Task, Told } from '../engine/batches/judge';
import { judgeClusters, usualClusters } from '../engine/batches/judge-clusters';
import type { OpenedTrace } from '../engine/call-index/open-trace';
import { notesOf } from '../engine/evidence/notes';
import { noteOf } from '../engine/ice/capture-notes';
import { integrityOfTrace } from '../engine/ice/trace-integrity';
import { captureValue } from '../engine/report/capture';
import type { FileHead, FileTail } from '../engine/report/file-report';
import { messageRow } from '../engine/report/messages';
import { profileChoice } from '../engine/rules/lint';
import { renderBlocksInSlices } from '../engine/trace-text/render';
import { problemText } from '../../shared/reading-problem';
import { counted } from '../engine/basics/octet-count';
import type { JudgeRun, LargeTrace, SizedFile } from './large-trace';
import type { Progress } from './progress';
import { assertHeldRoom, assertRoom } from './room';

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
  const reread = { ...opened, pieces: counted(opened.pieces, share) };
  const rendering = finished(renderBlocksInSlices(reread, keyLog), () => {
    progress.share('Reading', path, share.read / octets);
  });
  assertHeldRoom(path, rendering.parts.blocks.length);
  const trace = finished(holdTrace(rendering));
  const clustered = finished(clusterTrace(trace, profileChoice(profile), facts.network));
  return new LargeCapture(path, trace, clustered, rendering.problems.map(problemText));
}

class LargeCapture implements LargeTrace {
  readonly head: FileHead;

  constructor(
    path: string,
    private readonly trace: HeldTrace,
    private readonly clustered: Clustered,
    readonly problems: readonly string[],
  ) {
    this.head = {
      path,
      format: trace.capture,
      messages: trace.messages.length,
      calls: clustered.calls,
      unread: trace.unread,
      repaired: [],
      evidence: notesOf(trace.evidence).map((note) => captureValue(noteOf(note), trace.lines)),
    };
  }

  holds(callId: string): boolean {
    return this.clustered.callIds.has(callId);
  }

  judge(
    options: AnalysisOptions,
    task: Task,
    { progress }: JudgeRun,
    tell: (told: Told) => void,
  ): Promise<FileTail> {
    const { trace, clustered } = this;
    const { path } = this.head;
    const gathering = new Gathering(options, tell);
    if (task.kind === 'messages') this.tellMessages(task.as, tell);
    else {
      const judging = judgeClusters(trace, clustered, options, task, usualClusters, (contents) => {
        assertRoom(path, contents);
      });
      for (const judged of judging) {
        if (judged === null) continue;
        const { result, settledTo, share } = judged;
        progress.share('Analysing', path, share);
        gathering.take(result);
        gathering.release(settledTo);
      }
    }
    return Promise.resolve(gathering.finish());
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
