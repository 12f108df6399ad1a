/** Large traces, in batches of their calls: read twice, and never held whole. */
import os from 'node:os';
import { type AnalysisOptions } from '../engine/analysis';
import { BatchStream, lastOf } from '../engine/batches/batch-stream';
import { Gathering } from '../engine/batches/gathering';
import type { Task, Told } from '../engine/batches/judge';
import { type Survey, surveyText } from '../engine/batches/survey';
import { openTrace } from '../engine/call-index/open-trace';
import { isTold } from '../engine/network/network';
import type { FileTail } from '../engine/report/file-report';
import { profileChoice } from '../engine/rules/lint';
import { JudgePool } from './judge-pool';
import type { Progress } from './progress';
import { assertRoom } from './room';
import { sizeOf, WHOLE } from './size';

/** From so many octets on other threads are worth the time that they take to start. */
const THREADS_FROM = 40_000_000;

export interface LargeTrace {
  readonly path: string;
  readonly pieces: () => Iterable<Uint8Array>;
  readonly octets: number;
  readonly survey: Survey;
}

/** Surveys a trace; null where it is small, or is no such that its calls can be judged by themselves. */
export function surveyLarge(
  path: string,
  pieces: () => Iterable<Uint8Array>,
  { profile, facts }: AnalysisOptions,
  progress: Progress,
): LargeTrace | null {
  const octets = sizeOf(path, pieces);
  if (octets < WHOLE || isTold(facts.network)) return null;
  const opened = openTrace(pieces);
  if (opened.kind !== 'sngrep' && opened.kind !== 'text') return null;
  const share = { read: 0 };
  const surveying = surveyText(opened.kind, () => counted(pieces(), share), profileChoice(profile));
  for (;;) {
    const step = surveying.next();
    if (step.done === true) {
      const survey = step.value;
      return survey.text.isPlain ? { path, pieces, octets, survey } : null;
    }
    progress.share('Indexing', path, share.read / octets);
  }
}

/**
 * Judges all calls of a trace.
 *
 * @param threads chosen by the user; null leaves it to the size of the trace
 * @param tell is given what is told, in order of place
 */
export async function judgeLarge(
  { path, pieces, octets, survey }: LargeTrace,
  options: AnalysisOptions,
  task: Task,
  { threads, progress }: { readonly threads: number | null; readonly progress: Progress },
  tell: (told: Told) => void,
): Promise<FileTail> {
  const { first, end, text } = survey;
  // What a call came to may be told by the end of the trace.
  const last = task.kind === 'replays' ? lastOf(survey, pieces()) : null;
  const pool = new JudgePool(threadsFor(octets, threads), {
    options,
    task,
    format: text.format,
    first,
    end,
    last,
  });
  const gathering = new Gathering(options, tell);
  const stream = new BatchStream(survey, task.kind === 'messages' ? 'message' : 'call');
  const share = { read: 0 };
  try {
    for (const batch of stream.read(counted(pieces(), share))) {
      progress.share('Analysing', path, share.read / octets);
      if (batch === null) continue;
      assertRoom(path, batch.excerpts);
      await pool.judge(batch, (result) => {
        gathering.take(result);
        stream.settle(batch.calls);
        gathering.release(stream.settledTo);
      });
    }
    await pool.finish();
  } finally {
    await pool.close();
  }
  return gathering.finish();
}

function threadsFor(octets: number, chosen: number | null): number {
  const threads = chosen ?? (octets < THREADS_FROM ? 1 : os.availableParallelism());
  return Math.max(threads, 1);
}

function* counted(pieces: Iterable<Uint8Array>, count: { read: number }): Generator<Uint8Array> {
  for (const piece of pieces) {
    count.read += piece.length;
    yield piece;
  }
}
