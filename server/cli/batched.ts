/** Large traces, in batches of their calls: read twice, and never held whole. */
import { finished } from '../engine/basics/finished';
import type { AnalysisOptions } from '../engine/analysis/model';
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
import { contentSizeOf, storedSizeOf, WHOLE } from './size';
import { octetsOf, type Source } from './source';

/**
 * Text of so many octets takes long enough to judge that one thread more may compile for itself what judges: on two cores
 * half a gigabyte takes 28 % less time so. To read it is a tenth of the work.
 */
const LONG_TEXT = 256_000_000;

/**
 * Opens a trace that is too large to be analysed whole; null where it is small, or is no such that its calls can be judged
 * by themselves.
 */
export async function openLarge(
  source: Source,
  options: AnalysisOptions,
  run: LargeRun,
): Promise<LargeTrace | null> {
  const octets = contentSizeOf(source);
  if (octets < WHOLE) return null;
  const { path, files } = source;
  const stored = storedSizeOf(source);
  const share = { read: 0 };
  const opened = openTrace(
    files.map(
      ({ open }) =>
        () =>
          counted(open(), share),
    ),
  );
  switch (opened.kind) {
    case 'packets':
      // Of a compressed one the share is that of the file: how much is unpacked of it in the end is not known.
      return openLargeCapture({ path, octets }, opened, options, run, () => share.read / stored);
    case 'sngrep':
    case 'text':
      return openLargeText({ path, pieces: octetsOf(source), octets }, opened.kind, options, run);
    case 'unreadable':
      return null;
  }
}

async function openLargeText(
  file: SizedFile,
  kind: 'sngrep' | 'text',
  options: AnalysisOptions,
  run: LargeRun,
): Promise<LargeTrace | null> {
  if (isTold(options.facts.network)) return null;
  const { path, pieces, octets } = file;
  // Threads load and compile what judges while this one reads.
  const pool = new JudgePool(threadsFor(octets, run.threads, octets < LONG_TEXT ? 1 : 0));
  let opened: LargeTrace | null = null;
  try {
    pool.warmUp({ kind, bytes: beginningOf(file) }, options);
    const share = { read: 0 };
    const surveying = surveyText(kind, () => counted(pieces(), share), profileChoice(options.profile));
    const survey = finished(surveying, () => {
      run.progress.share('Indexing', path, share.read / octets);
    });
    if (survey.text.isPlain) opened = new LargeText(file, survey, options, { ...run, pool });
  } finally {
    if (opened === null) await pool.close();
  }
  return opened;
}

/** So much of a trace as is judged in less time than it takes to read all of it once. */
function beginningOf({ pieces, octets }: SizedFile): Uint8Array {
  const bytes = new Uint8Array(Math.min(Math.trunc(octets / 128), 1 << 20));
  let length = 0;
  for (const piece of pieces()) {
    bytes.set(piece.subarray(0, bytes.length - length), length);
    length = Math.min(bytes.length, length + piece.length);
    if (length === bytes.length) break;
  }
  return bytes.subarray(0, length);
}

class LargeText implements LargeTrace {
  readonly about: FileHead;
  readonly problems: readonly string[] = [];

  constructor(
    private readonly file: SizedFile,
    private readonly survey: Survey,
    private readonly options: AnalysisOptions,
    private readonly by: Pick<LargeRun, 'progress' | 'say'> & { readonly pool: JudgePool },
  ) {
    const { text, calls } = survey;
    const { format, index } = text;
    this.about = {
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
    return this.by.pool.close();
  }

  head(): Promise<FileHead> {
    return Promise.resolve(this.about);
  }

  holds(callId: string): Promise<boolean> {
    return Promise.resolve(holdsCall(this.survey, callId));
  }

  judge(task: Task, tell: (told: Told) => void): Promise<FileTail> {
    const { path, pieces, octets } = this.file;
    const { survey, options } = this;
    const { pool, progress, say } = this.by;
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
        pool,
        say,
        proceed: () => {
          progress.share('Analysing', path, share.read / octets);
        },
      },
      tell,
    );
  }
}
