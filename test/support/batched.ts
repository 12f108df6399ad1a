/** What batches tell of a text, gathered on one thread. */
import { finished } from '../../server/engine/basics/finished';
import type { AnalysisOptions } from '../../server/engine/analysis/model';
import { BatchStream, type BatchLimits } from '../../server/engine/batches/batch-stream';
import { Gathering } from '../../server/engine/batches/gathering';
import { judgeBatch, KnownEvaluations, type Task, type Told } from '../../server/engine/batches/judge';
import { type Survey, surveyText } from '../../server/engine/batches/survey';
import { openTrace } from '../../server/engine/call-index/open-trace';
import type { FileTail } from '../../server/engine/report/file-report';

export interface Batched {
  readonly survey: Survey;
  readonly told: readonly Told[];
  readonly tail: FileTail;
  /** The calls of the batch that had the most. */
  readonly largest: number;
}

/** Null where a text is no such that it can go by batches. */
export function batched(
  bytes: Uint8Array,
  options: AnalysisOptions,
  task: Task,
  calls: number,
  { pieceLength = 1 << 20, characters = Infinity } = {},
): Batched | null {
  const pieces = function* (): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.slice(at, at + pieceLength);
  };
  const opened = openTrace([pieces]);
  if (opened.kind !== 'sngrep' && opened.kind !== 'text') return null;
  const survey = finished(
    surveyText(opened.kind, pieces, options.profile === 'auto' ? null : options.profile),
  );
  if (!survey.text.isPlain) return null;
  const told: Told[] = [];
  const gathering = new Gathering(options, (each) => told.push(each));
  const known = new KnownEvaluations();
  const limits: BatchLimits = { calls, characters };
  const stream = new BatchStream(survey, 'call', limits);
  const { first, end, text } = survey;
  let largest = 0;
  for (const batch of stream.read(pieces())) {
    if (batch === null) continue;
    largest = Math.max(largest, batch.calls.length);
    const trace = { kind: 'text', first, end, last: null } as const;
    gathering.take(judgeBatch(batch, { options, task, format: text.format, trace }, known));
    stream.settle(batch.calls);
    gathering.release(stream.settledTo);
  }
  return { survey, told, tail: gathering.finish(), largest };
}
