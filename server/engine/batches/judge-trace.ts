/** Judges all calls of a trace that is too large for an analysis, one after the other, for an editor. */
import type { AnalysisOptions } from '../analysis/model';
import { counted } from '../basics/octet-count';
import { openTrace, type OpenedTrace } from '../call-index/open-trace';
import { isTold } from '../network/network';
import { profileChoice } from '../rules/lint';
import { renderBlocksInSlices } from '../trace-text/render';
import type { CallJudgement } from '../../../shared/large-trace';
import type { SeverityCounts } from '../../../shared/severities';
import { type Batch, BatchStream, type Settling } from './batch-stream';
import { captureBearing } from './capture-bearing';
import { ClusterStream, restMatters } from './cluster-stream';
import { clusterTrace } from './clusters';
import { Gathering } from './gathering';
import { holdTrace } from './held-trace';
import { type BatchResult, type Bearing, judgeBatchInSlices } from './judge';
import { surveyText } from './survey';

/** What was judged since the last time. */
export interface JudgedPart {
  /** Of the trace, 0 to 1. */
  readonly done: number;
  readonly calls: readonly CallJudgement[];
}

export type JudgingEnd =
  /** Of all findings, those of no call as well. */
  | { readonly kind: 'judged'; readonly counts: SeverityCounts }
  /** Its calls cannot be judged one by one: why, without a full stop. */
  | { readonly kind: 'whole'; readonly message: string }
  /** The message is no sentence of its own: it follows the name of the file. */
  | { readonly kind: 'unreadable'; readonly message: string };

const task = { kind: 'judgements' } as const;

/** Call by call, so that what is asked meanwhile waits for one call at most. */
const oneCall = { calls: 1, characters: 1 };
/** The share of all work that goes by before the first call is judged: little of a log, half of a capture's. */
const beforehand = { text: 0.05, capture: 0.5 };

/**
 * Judges a trace; yields between slices of a few milliseconds, and what was found now and then.
 *
 * @param open gives the pieces of the file, from its beginning each time
 * @param octets that it has
 * @param keyLog lines of an SSLKEYLOGFILE
 */
export function* judgeTrace(
  open: () => Iterable<Uint8Array>,
  octets: number,
  keyLog: string,
  options: AnalysisOptions,
): Generator<JudgedPart | null, JudgingEnd> {
  const opened = openTrace([open]);
  switch (opened.kind) {
    case 'unreadable':
      return opened;
    case 'packets':
      return yield* judgeCapture(opened, octets, keyLog, options);
    default:
      return yield* judgeText(opened.kind, open, octets, options);
  }
}

function* judgeText(
  kind: 'sngrep' | 'text',
  open: () => Iterable<Uint8Array>,
  octets: number,
  options: AnalysisOptions,
): Generator<JudgedPart | null, JudgingEnd> {
  if (isTold(options.facts.network))
    return {
      kind: 'whole',
      message: 'what the settings tell of the network is judged over all calls at once',
    };
  const share = { read: 0 };
  const survey = yield* waiting(
    surveyText(kind, () => counted(open(), share), profileChoice(options.profile)),
    () => (beforehand.text * share.read) / octets,
  );
  const { first, end, text } = survey;
  if (!text.isPlain)
    return {
      kind: 'whole',
      message: 'it holds more than messages, and that is judged over all calls at once',
    };
  const stream = new BatchStream(survey, 'call', oneCall);
  share.read = 0;
  return yield* judgeBatches(
    stream.read(counted(open(), share)),
    stream,
    { options, task, format: text.format, trace: { kind: 'text', first, end, last: null } },
    () => beforehand.text + ((1 - beforehand.text) * share.read) / octets,
  );
}

function* judgeCapture(
  opened: Extract<OpenedTrace, { readonly kind: 'packets' }>,
  octets: number,
  keyLog: string,
  options: AnalysisOptions,
): Generator<JudgedPart | null, JudgingEnd> {
  const share = { read: 0 };
  const reread = { ...opened, pieces: counted(opened.pieces, share) };
  const rendering = yield* waiting(
    renderBlocksInSlices(reread, keyLog),
    () => (beforehand.capture * share.read) / octets,
  );
  const trace = yield* waiting(holdTrace(rendering));
  const clustered = yield* waiting(
    clusterTrace(trace, profileChoice(options.profile), options.facts.network),
  );
  const stream = new ClusterStream(trace, clustered, restMatters(trace, options), oneCall);
  const bearing = captureBearing(trace, clustered, profileChoice(options.profile));
  return yield* judgeBatches(
    stream.batchesInOrder(),
    stream,
    { options, task, format: trace.format, trace: bearing },
    () => beforehand.capture + (1 - beforehand.capture) * stream.share,
  );
}

/** @param done the share of all work that is done, 0 to 1 */
function* judgeBatches(
  batches: Iterable<Batch | null>,
  settling: Settling,
  bearing: Bearing,
  done: () => number,
): Generator<JudgedPart | null, JudgingEnd> {
  const gathering = new Gathering(bearing.options, () => undefined);
  for (const batch of batches) {
    if (batch === null) {
      yield null;
      continue;
    }
    const result = yield* waiting(judgeBatchInSlices(batch, bearing));
    settling.settle(batch.calls);
    yield partOf(result, done());
    gathering.take({ ...result, told: [] });
    gathering.release(settling.settledTo);
  }
  return { kind: 'judged', counts: gathering.finish().counts };
}

function partOf({ told }: BatchResult, done: number): JudgedPart {
  return {
    done: Math.min(done, 1),
    calls: told.flatMap((each) => (each.kind === 'judgement' ? [each.call] : [])),
  };
}

/** Runs work to its end; yields between its slices how far it is, where that is known. */
function* waiting<Value>(
  work: Generator<unknown, Value>,
  done: (() => number) | null = null,
): Generator<JudgedPart | null, Value> {
  const iterator: Iterator<unknown> = work;
  try {
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      yield done === null ? null : { done: Math.min(done(), 1), calls: [] };
    }
  } finally {
    // A file that is being read is closed where nobody waits any more.
    iterator.return?.();
  }
}
