/** Gathers what is written into larger pieces: a system call for each line would be most of the work. */
import type { Progress } from './progress';

/** Characters that are written together. */
const PIECE = 1 << 16;

export class OutputBuffer {
  private waiting: string[] = [];
  private length = 0;
  private isHeld = false;

  /** @param progress a line that must go before anything is written */
  constructor(
    private readonly out: (text: string) => void,
    private readonly progress: Progress,
  ) {}

  readonly write = (text: string): void => {
    this.waiting.push(text);
    this.length += text.length;
    if (this.length >= PIECE && !this.isHeld) this.flush();
  };

  /** Lets nothing out until {@link release}. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
  }

  flush(): void {
    if (this.length === 0) return;
    this.progress.clear();
    this.out(this.waiting.join(''));
    this.waiting = [];
    this.length = 0;
  }
}
