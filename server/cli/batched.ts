/** Large traces, in batches of their calls: read twice, and never held whole. */
import { finished } from '../engine/basics/finished';
import type { AnalysisOptions } from '../engine/analysis';
import { BatchStream, lastOf } from '../engine/batches/batch-stream';
import type { Bearing, Task, Told } from '../engine/batches/judge';
import { holdsCall, type Survey, surveyText } from '../engine/batches/survey';
import { openTrace } from '../engine/call-index/open-trace';
import { isTold } from '../engine/network/network';
import type { FileHead, FileTail } from '../engine/report/file-report';
import { profileChoice } from '../engine/rules/lint';
import { judgeAll, threadsFor } from './judge-all';
import { openLargeCapture } from './large-capture';
import { counted } from '../engine/basics/octet-count';
import { JudgePool } from './judge-pool';
import type { LargeRun, LargeTrace, SizedFile } from './large-trace';
import { sizeOf, WHOLE } from './size';

/**
 * Opens a trace that is too large to be analysed whole; null where it is small, or is no such that its calls can be judged
 * by themselves.
 */
export async function openLarge(
  path: string,
  pieces: () => Iterable<Uint8Array>,
  options: AnalysisOptions,
  run: LargeRun,
): Promise<LargeTrace | null> {
  const octets = sizeOf(path, pieces);
  if (octets < WHOLE) return null;
  const opened = openTrace(pieces);
  const file = { path, pieces, octets };
  switch (opened.kind) {
    case 'packets':
      return openLargeCapture(file, opened, options, run);
    case 'sngrep':
    case 'text':
      return openLargeText(file, opened.kind, options, run);
    case 'unreadable':
      return null;
  }
}

function openLargeText(
  file: SizedFile,
  kind: 'sngrep' | 'text',
  { profile, facts }: AnalysisOptions,
  run: LargeRun,
): LargeTrace | null {
  if (isTold(facts.network)) return null;
  const { path, pieces, octets } = file;
  const share = { read: 0 };
  const surveying = surveyText(kind, () => counted(pieces(), share), profileChoice(profile));
  const survey = finished(surveying, () => {
    run.progress.share('Indexing', path, share.read / octets);
  });
  return survey.text.isPlain ? new LargeText(file, survey, run) : null;
}

class LargeText implements LargeTrace {
  readonly head: FileHead;
  readonly problems: readonly string[] = [];

  constructor(
    private readonly file: SizedFile,
    private readonly survey: Survey,
    private readonly run: LargeRun,
  ) {
    const { text, calls } = survey;
    const { format, index } = text;
    this.head = {
      path: file.path,
      format,
      messages: index.size,
      calls,
      evidence: [],
      unread: [],
      repaired: survey.repaired,
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  holds(callId: string): boolean {
    return holdsCall(this.survey, callId);
  }

  judge(options: AnalysisOptions, task: Task, tell: (told: Told) => void): Promise<FileTail> {
    const { path, pieces, octets } = this.file;
    const { threads, progress } = this.run;
    const { survey } = this;
    const { first, end, text } = survey;
    // What a call came to may be told by the end of the trace.
    const last = task.kind === 'replays' ? lastOf(survey, pieces()) : null;
    const stream = new BatchStream(survey, task.kind === 'messages' ? 'message' : 'call');
    const share = { read: 0 };
    const bearing: Bearing = {
      options,
      task,
      format: text.format,
      trace: { kind: 'text', first, end, last },
    };
    return judgeAll(
      {
        path,
        batches: stream.read(counted(pieces(), share)),
        settling: stream,
        bearing,
        pool: new JudgePool(threadsFor(octets, threads)),
        proceed: () => {
          progress.share('Analysing', path, share.read / octets);
        },
      },
      tell,
    );
  }
}
