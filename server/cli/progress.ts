/** A line on standard error that says how far long work is; only on a terminal, and only above half a second. */
export class Progress {
  readonly #started = Date.now();
  #shown = '';

  constructor(private readonly total: number) {}

  /** Says which file comes next. */
  step(done: number, file: string): void {
    this.#show(`Reading ${done + 1} of ${this.total}: ${file}`);
  }

  /** Says how far the work on a file is, as a share of 1. */
  share(what: string, file: string, share: number): void {
    this.#show(`${what} ${file}: ${Math.floor(Math.min(share, 1) * 100)} %`);
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
