/** A line on standard error that says how far long work is; only on a terminal, and only above half a second. */
export class Progress {
  readonly #started = Date.now();
  #shown = '';

  constructor(private readonly total: number) {}

  /** Says which file comes next. */
  step(done: number, file: string): void {
    this.#show(`Reading ${done + 1} of ${this.total}: ${file}`);
  }

  /** Takes the line away, as something else is to be written. */
  clear(): void {
    if (this.#shown === '') return;
    this.#shown = '';
    process.stderr.write('\r\u001b[K');
  }

  #show(text: string): void {
    if (!process.stderr.isTTY || Date.now() - this.#started < 500 || text === this.#shown) return;
    this.#shown = text;
    process.stderr.write(`\r\u001b[K${text}`);
  }
}
