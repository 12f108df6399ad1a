/** Threads that look at calls, and judge batches of them. */
import path from 'node:path';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { AnalysisOptions } from '../engine/analysis/model';
import type { BatchContent } from '../engine/batches/batch-stream';
import type { CallIdExcerpts, CallIdSurvey, SurveyGround } from '../engine/batches/call-survey';
import type { Excerpt } from '../engine/batches/excerpt';
import { type BatchResult, type Bearing, judgeBatch } from '../engine/batches/judge';
import type { Beginning } from '../engine/batches/warm-up';
import { UsageError } from './usage';

/**
 * Batches let go while they are young need little; the rest is the program itself, and of a capture what a thread is told of
 * all of it, some 60 MB for each gigabyte.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 32 };
/**
 * By how many percent what is alive on a thread may grow before V8 collects what is not. By itself it waits, on the first
 * thread, until there is three times as much.
 */
const HEAP_GROWTH = 20;
/** Batches that wait for each thread, so that none is idle. */
const WAITING = 2;

/** A batch with more text may take more memory than a thread has. */
const LARGEST = 2 << 20;

/** What a thread is told. */
export type Order =
  | { readonly kind: 'beginning'; readonly beginning: Beginning; readonly options: AnalysisOptions }
  /** What holds for all batches behind it. */
  | { readonly kind: 'bearing'; readonly bearing: Bearing }
  | ({ readonly kind: 'survey'; readonly id: number } & SurveyWork)
  | { readonly kind: 'batch'; readonly id: number; readonly batch: BatchContent };

export interface SurveyWork {
  readonly callIds: readonly CallIdExcerpts[];
  readonly ground: SurveyGround;
}

/** What it says. */
export type Answer =
  | { readonly kind: 'surveyed'; readonly id: number; readonly surveys: readonly CallIdSurvey[] }
  | { readonly kind: 'judged'; readonly id: number; readonly result: BatchResult };

interface Work {
  readonly take: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

export class JudgePool {
  private readonly started: Worker[] = [];
  private readonly work = new Map<number, Work>();
  private readonly waiting = new Set<Promise<void>>();
  /** What threads were told last. */
  private told: Bearing | null = null;
  private failure: Error | null = null;
  private next = 0;

  /** @param threads beside this one; 0 judges here */
  constructor(private readonly size: number) {
    v8.setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  }

  /** Whether some thread would wait for work unless it is given more. */
  get hasRoom(): boolean {
    return this.waiting.size < this.size * WAITING;
  }

  /** Has threads judge what a trace begins with, while nothing else is there to judge. */
  warmUp(beginning: Beginning, options: AnalysisOptions): void {
    for (const thread of this.threads) this.tell(thread, { kind: 'beginning', beginning, options });
  }

  /** Has Call-IDs looked at there; false where they are too large for that. */
  survey(work: SurveyWork, take: (surveys: readonly CallIdSurvey[]) => void): boolean {
    const thread = this.threadFor(work.callIds.flatMap(({ excerpts }) => excerpts));
    if (thread === null) return false;
    this.ask(
      thread,
      (id) => ({ kind: 'survey', id, ...work }),
      (answer) => {
        if (answer.kind === 'surveyed') take(answer.surveys);
      },
    );
    return true;
  }

  /**
   * Judges a batch, here or there; there may be results of others when it comes back.
   *
   * @param bearing the same object as long as the same holds
   */
  async judge(
    { excerpts, repeatedKeys, withRest }: BatchContent,
    bearing: Bearing,
    take: (result: BatchResult) => void,
  ): Promise<void> {
    const batch = { excerpts, repeatedKeys, withRest };
    const thread = this.threadFor(excerpts);
    if (thread === null) {
      take(judgeBatch(batch, bearing));
      return;
    }
    if (this.told !== bearing) {
      this.told = bearing;
      for (const each of this.threads) this.tell(each, { kind: 'bearing', bearing });
    }
    this.ask(
      thread,
      (id) => ({ kind: 'batch', id, batch }),
      (answer) => {
        if (answer.kind === 'judged') take(answer.result);
      },
    );
    if (!this.hasRoom) await Promise.race(this.waiting);
  }

  /** Waits for all results. */
  async finish(): Promise<void> {
    await Promise.all(this.waiting);
  }

  async close(): Promise<void> {
    await Promise.all(this.started.map((thread) => thread.terminate()));
  }

  /** They start when there is something to do. */
  private get threads(): readonly Worker[] {
    while (this.started.length < this.size) this.started.push(this.newThread());
    return this.started;
  }

  private newThread(): Worker {
    const thread = new Worker(path.join(__dirname, 'judge-worker.js'), { resourceLimits });
    thread.on('message', (answer: Answer) => {
      this.work.get(answer.id)?.take(answer);
      this.work.delete(answer.id);
    });
    thread.on('error', (error) => {
      this.fail(toldOf(error));
    });
    return thread;
  }

  /** Null where nobody else is to do it. */
  private threadFor(excerpts: readonly Excerpt[]): Worker | null {
    const size = excerpts.reduce((sum, { text }) => sum + text.length, 0);
    return size > LARGEST ? null : (this.threads[this.next % this.threads.length] ?? null);
  }

  private ask(thread: Worker, orderOf: (id: number) => Order, take: (answer: Answer) => void): void {
    const id = this.next++;
    const done = new Promise<void>((resolve, reject) => {
      this.work.set(id, {
        take: (answer) => {
          take(answer);
          resolve();
        },
        fail: reject,
      });
    });
    const settled = done.finally(() => this.waiting.delete(settled));
    // One failure is told; those of all other batches are the same.
    settled.catch(() => undefined);
    this.waiting.add(settled);
    if (this.failure !== null) this.fail(this.failure);
    this.tell(thread, orderOf(id));
  }

  private tell(thread: Worker, order: Order): void {
    thread.postMessage(order);
  }

  private fail(error: Error): void {
    this.failure = error;
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
