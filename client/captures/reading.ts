import {
  CancellationTokenSource,
  EventEmitter,
  type CancellationToken,
  type Disposable,
  type Event,
} from 'vscode';

/** How something is read, and what is said of it meanwhile. */
export interface ReadingSteps<State> {
  /** Reads all of it. Never rejects: what goes wrong is a state, too. */
  read(token: CancellationToken): Promise<State>;
  /** Whether there is nothing left to read: such a state stays where a later reading is cancelled. */
  isRead(state: State): boolean;
  /** While it is read. */
  readonly busy: State;
  /** After the user cancelled it, where nothing was read before. */
  cancelled(): State;
}

/** Something that is read in the background when somebody wants it: one reading at a time, which can be cancelled. */
export class Reading<State> implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private running:
    { readonly done: Promise<void>; readonly cancellation: CancellationTokenSource } | undefined;

  /** The state changed. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private current: State,
    private readonly steps: ReadingSteps<State>,
  ) {}

  get state(): State {
    return this.current;
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Waits for it, and reads it where it was not read. Never rejects. */
  async ready(): Promise<void> {
    if (this.running !== undefined) await this.running.done;
    else if (!this.steps.isRead(this.current)) await this.start();
  }

  /** Reads it again: at once, or after what is running. Never rejects. */
  async again(): Promise<void> {
    if (this.running !== undefined) await this.running.done;
    await this.start();
  }

  /** Stops reading; what was read before stays. */
  cancel(): void {
    this.running?.cancellation.cancel();
  }

  enter(state: State): void {
    this.current = state;
    this.changed.fire();
  }

  dispose(): void {
    this.cancel();
    this.changed.dispose();
  }

  private async start(): Promise<void> {
    const cancellation = new CancellationTokenSource();
    const before = this.current;
    const done = this.steps.read(cancellation.token).then((state) => {
      this.running = undefined;
      const cancelled = cancellation.token.isCancellationRequested;
      cancellation.dispose();
      if (!cancelled) this.enter(state);
      else this.enter(this.steps.isRead(before) ? before : this.steps.cancelled());
    });
    this.running = { done, cancellation };
    this.enter(this.steps.busy);
    await done;
  }
}
