/** A line on standard error that says how far long work is; only on a terminal, and only above half a second. */
export class Progress {
  readonly #started = Date.now();
  #shown = false;

  constructor(private readonly total: number) {}

  /** Says which file comes next. */
  step(done: number, file: string): void {
    if (!process.stderr.isTTY || Date.now() - this.#started < 500) return;
    this.#shown = true;
    process.stderr.write(`\r\u001b[KReading ${done + 1} of ${this.total}: ${file}`);
  }

  end(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K');
  }
}
