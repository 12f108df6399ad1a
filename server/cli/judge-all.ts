/** Judges all calls of a large trace, batch by batch, on as many threads as are worth it. */
import os from 'node:os';
import type { Batch, Settling } from '../engine/batches/batch-stream';
import { Gathering } from '../engine/batches/gathering';
import type { Bearing, Told } from '../engine/batches/judge';
import type { FileTail } from '../engine/report/file-report';
import type { LargeRun } from './large-trace';
import type { JudgePool } from './judge-pool';
import { assertBatchRoom, roomNote } from './room';
import { SpooledChunks } from './spooled-chunks';

/** From so many octets on other threads are worth the time that they take to start. */
const THREADS_FROM = 40_000_000;
/** Each compiles what judges and takes 75 MB and more of memory, and this one cannot read for many. */
const MOST_THREADS = 3;

/** What is judged. */
interface Judged {
  /** By which the trace is named where a batch is too large. */
  readonly path: string;
  /** Null now and then. */
  readonly batches: Iterable<Batch | null>;
  readonly settling: Settling;
  readonly bearing: Bearing;
  readonly pool: JudgePool;
  readonly say: LargeRun['say'];
  /** Called between batches. */
  readonly proceed: () => void;
}

/** @param tell is given what is told, in order of place */
export async function judgeAll(
  { path, batches, settling, bearing, pool, say, proceed }: Judged,
  tell: (told: Told) => void,
): Promise<FileTail> {
  const waiting = new SpooledChunks();
  try {
    const gathering = new Gathering(bearing.options, tell, waiting);
    for (const batch of batches) {
      proceed();
      if (batch === null) continue;
      assertBatchRoom(path, batch.excerpts);
      const note = roomNote(batch.excerpts.length);
      if (note !== null) say(note);
      await pool.judge(batch, bearing, (result) => {
        gathering.take(result);
        settling.settle(batch.calls);
        gathering.release(settling.settledTo);
      });
    }
    await pool.finish();
    return gathering.finish();
  } finally {
    waiting.close();
  }
}

/**
 * How many threads judge.
 *
 * @param chosen by the user; null leaves it to the size of the trace
 * @param spare cores that are left to this thread, which reads, and to V8, which compiles and collects beside all of them
 */
export function threadsFor(octets: number, chosen: number | null, spare: number): number {
  const threads =
    chosen ?? (octets < THREADS_FROM ? 1 : Math.min(os.availableParallelism() - spare, MOST_THREADS));
  return Math.max(threads, 1);
}
