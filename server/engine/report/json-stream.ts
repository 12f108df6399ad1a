/** Writes JSON piece by piece, as `JSON.stringify(…, null, 2)` prints the whole, so that no string need hold all of it. */

/** Takes text that is to be written. */
export type Write = (text: string) => void;

interface Open {
  readonly close: ']' | '}';
  isEmpty: boolean;
}

export class JsonStream {
  private readonly open: Open[] = [];

  constructor(private readonly write: Write) {}

  /** @param name of the member that the object is; none in an array, or of the whole */
  openObject(name?: string): void {
    this.begin('{', '}', name);
  }

  openArray(name?: string): void {
    this.begin('[', ']', name);
  }

  /** Closes what was opened last. */
  close(): void {
    const closed = this.open.pop();
    if (closed === undefined) return;
    this.write(closed.isEmpty ? closed.close : `\n${this.indent}${closed.close}`);
  }

  /** @param name of the member that the value is; none in an array */
  value(value: unknown, name?: string): void {
    this.next(name);
    // A line end in a string is escaped: those that are left part lines.
    this.write(JSON.stringify(value, null, 2).replaceAll('\n', `\n${this.indent}`));
  }

  private begin(mark: '[' | '{', close: Open['close'], name?: string): void {
    this.next(name);
    this.write(mark);
    this.open.push({ close, isEmpty: true });
  }

  private next(name?: string): void {
    const outer = this.open.at(-1);
    if (outer === undefined) return;
    this.write(
      `${outer.isEmpty ? '' : ','}\n${this.indent}${name === undefined ? '' : `${JSON.stringify(name)}: `}`,
    );
    outer.isEmpty = false;
  }

  private get indent(): string {
    return '  '.repeat(this.open.length);
  }
}
