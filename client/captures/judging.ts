import { l10n, type CancellationToken, type Disposable, type Event } from 'vscode';
import type { CallJudgement } from '../../shared/large-trace';
import type { JudgedParams, JudgeTraceResult } from '../../shared/protocol';
import type { SeverityCounts } from '../../shared/severities';
import { sentence } from '../../shared/words';
import { reasonOf } from '../common/log';
import { Reading } from './reading';

/** How far the calls of a large trace are judged. */
export type JudgingState =
  /** Nobody asked for it. */
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'judging';
      /** From 0 to 1. */
      readonly done: number;
    }
  /** The counts are of all findings, those of no call as well. */
  | { readonly kind: 'judged'; readonly counts: SeverityCounts }
  /** The user stopped it: what was judged before stays. */
  | { readonly kind: 'stopped' }
  /** Why, and what to do next, in whole sentences. */
  | { readonly kind: 'failed'; readonly message: string };

/** Milliseconds between two changes that are announced while calls are judged: whoever shows them draws a whole table. */
const announcing = 1000;

/** The calls of a large trace, judged one after the other in the background. */
export class Judging implements Disposable {
  private readonly judgements = new Map<string, CallJudgement>();
  private readonly reading: Reading<JudgingState>;
  private announcement: ReturnType<typeof setTimeout> | undefined;
  /** As the server told last. */
  private done = 0;

  /** State or judgements changed. */
  readonly onDidChange: Event<void>;

  /** @param ask asks the server, which tells what it finds meanwhile: see {@link take} */
  constructor(private readonly ask: (token: CancellationToken) => Promise<JudgeTraceResult>) {
    this.reading = new Reading<JudgingState>(
      { kind: 'waiting' },
      {
        read: (token) => this.judge(token),
        isRead: ({ kind }) => kind === 'judged',
        busy: { kind: 'judging', done: 0 },
        cancelled: () => ({ kind: 'stopped' }),
      },
    );
    this.onDidChange = this.reading.onDidChange;
  }

  get state(): JudgingState {
    return this.reading.state;
  }

  /** What was found in the calls that were judged, by their keys. */
  get known(): ReadonlyMap<string, CallJudgement> {
    return this.judgements;
  }

  /** Judges all calls, again where that was done. Never rejects: see {@link state}. */
  async start(): Promise<void> {
    await this.reading.again();
  }

  /** Stops judging; what was judged before stays. */
  stop(): void {
    this.reading.cancel();
  }

  /** What was judged is no longer true. */
  forget(): void {
    this.judgements.clear();
    this.stop();
    if (!this.reading.isRunning) this.reading.enter({ kind: 'waiting' });
  }

  /** Takes what the server told. */
  take({ done, calls }: Pick<JudgedParams, 'done' | 'calls'>): void {
    if (this.state.kind !== 'judging') return;
    this.add(calls);
    this.done = done;
    this.announcement ??= setTimeout(() => {
      this.announcement = undefined;
      if (this.state.kind === 'judging') this.reading.enter({ kind: 'judging', done: this.done });
    }, announcing);
  }

  /** Takes what is known of calls that were looked at alone. */
  add(calls: readonly CallJudgement[]): void {
    for (const call of calls) this.judgements.set(call.key, call);
  }

  dispose(): void {
    clearTimeout(this.announcement);
    this.reading.dispose();
  }

  private async judge(token: CancellationToken): Promise<JudgingState> {
    try {
      const result = await this.ask(token);
      switch (result.kind) {
        case 'judged':
          return result;
        case 'refused':
          return { kind: 'failed', message: sentence(result.message) };
        case 'out-of-reach':
          return {
            kind: 'failed',
            message: l10n.t('It is no file of the machine on which the extension runs.'),
          };
      }
    } catch (error) {
      return { kind: 'failed', message: sentence(reasonOf(error)) };
    }
  }
}
