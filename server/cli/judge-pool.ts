/** Threads that judge batches of calls. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BatchContent } from '../engine/batches/batch-stream';
import { type BatchResult, type Bearing, judgeBatch } from '../engine/batches/judge';
import { UsageError } from './usage';

/** Batches let go while they are young need little; the rest is the program itself. */
const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };
/** Batches that wait for each thread, so that none is idle. */
const WAITING = 2;

/** A batch with more text may take more memory than a thread has. */
const LARGEST = 6 << 20;

interface Work {
  readonly take: (result: BatchResult) => void;
  readonly fail: (error: Error) => void;
}

export class JudgePool {
  private readonly threads: Worker[] = [];
  private readonly work = new Map<number, Work>();
  private readonly waiting = new Set<Promise<void>>();
  private next = 0;

  /** @param threads beside this one; 0 judges here */
  constructor(
    threads: number,
    private readonly bearing: Bearing,
  ) {
    for (let count = 0; count < threads; count++) {
      const thread = new Worker(path.join(__dirname, 'judge-worker.js'), {
        workerData: bearing,
        resourceLimits,
      });
      thread.on('message', ({ id, result }: { readonly id: number; readonly result: BatchResult }) => {
        this.work.get(id)?.take(result);
        this.work.delete(id);
      });
      thread.on('error', (error) => {
        this.fail(toldOf(error));
      });
      this.threads.push(thread);
    }
  }

  /** Judges a batch, here or there; there may be results of others when it comes back. */
  async judge(
    { excerpts, repeatedKeys, withRest }: BatchContent,
    take: (result: BatchResult) => void,
  ): Promise<void> {
    const thread = this.threads[this.next % this.threads.length];
    const size = excerpts.reduce((sum, { text }) => sum + text.length, 0);
    if (thread === undefined || size > LARGEST) {
      take(judgeBatch({ excerpts, repeatedKeys, withRest }, this.bearing));
      return;
    }
    const id = this.next++;
    const done = new Promise<void>((resolve, reject) => {
      this.work.set(id, {
        take: (result) => {
          take(result);
          resolve();
        },
        fail: reject,
      });
    });
    const settled = done.finally(() => this.waiting.delete(settled));
    // One failure is told; those of all other batches are the same.
    settled.catch(() => undefined);
    this.waiting.add(settled);
    thread.postMessage({ id, batch: { excerpts, repeatedKeys, withRest } });
    if (this.waiting.size >= this.threads.length * WAITING) await Promise.race(this.waiting);
  }

  /** Waits for all results. */
  async finish(): Promise<void> {
    await Promise.all(this.waiting);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private fail(error: Error): void {
    for (const { fail } of this.work.values()) fail(error);
    this.work.clear();
  }
}

function toldOf(error: unknown): Error {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new UsageError(
      'some calls of the trace take more memory than a thread has; a part of the file can be analysed',
    );
  return error instanceof Error ? error : new Error(String(error));
}
