/** Writes JSON piece by piece, as `JSON.stringify(…, null, 2)` prints the whole, so that no string need hold all of it. */

import { escapedControls } from '../../../shared/controls';

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
    this.write(indented(value, this.open.length));
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

/** A value as it is printed so deep: within as many arrays, without what they print before and behind it. */
function indented(value: unknown, depth: number): string {
  let nested = value;
  for (let level = 0; level < depth; level++) nested = [nested];
  const text = escapedControls(JSON.stringify(nested, null, 2));
  // Each has a bracket, a line end and the blanks of one level more before its value, and of one less behind it.
  return text.slice(depth * (depth + 3), text.length - depth * (depth + 1));
}

/** A value as one line of JSON. */
export function jsonLine(value: unknown): string {
  return `${escapedControls(JSON.stringify(value))}\n`;
}
