/**
 * Tables of which a column holds messages, as Splunk, Kibana and data bases export them: separated by commas, semicolons or tabs
 * (RFC 4180). Each message becomes lines of its own, below a line of what the other columns tell.
 */
import { ContentBuilder } from '../../basics/content';
import type { Span } from '../../basics/span';
import { startsFirstLine } from '../lines';
import type { Mended, Mender } from '../mender';
import { headLine } from '../strings/head';
import { addUnescaped } from '../strings/unescape';

/** A first line of names, which tells what separates the columns. */
const names =
  /^\uFEFF?"?[@_a-z][\w@ .()/-]{0,40}"?([,;\t])(?:"?[@_a-z][\w@ .()/-]{0,40}"?(?:\1|\r?$)){1,60}/im;
const MAX_COLUMNS = 64;

export const tables: Mender = {
  what: 'messages taken out of a table',
  keepsOctets: true,
  mend(text) {
    const first = text.slice(0, Math.min(text.length, 4000));
    const line = first.slice(0, first.search(/\r?\n|$/));
    const separator = names.exec(line)?.[1];
    return separator === undefined ? null : new Table(text, separator).read();
  },
};

/** A cell of a row, its quotes apart. */
interface Cell extends Span {
  readonly isQuoted: boolean;
}

class Table {
  readonly #content: ContentBuilder;
  readonly #places: number[] = [];

  constructor(
    private readonly text: string,
    private readonly separator: string,
  ) {
    this.#content = new ContentBuilder(text);
  }

  read(): Mended | null {
    const { text } = this;
    let row = this.#row(0);
    const columns = row.cells.map((cell) => text.slice(cell.start, cell.end).trim());
    this.#content.add(0, row.end);
    while (row.end < text.length) {
      const start = row.end;
      row = this.#row(start);
      const message = row.cells.findIndex((cell) => this.#holdsMessage(cell));
      const cell = row.cells[message];
      if (cell === undefined) this.#content.add(start, row.end);
      else {
        const fields = this.#fields(columns, row.cells, message);
        // Names in other languages tell nothing, but the order of cells does.
        this.#take(cell, headLine(fields) || fields.map(({ value }) => value).join(' | '));
      }
    }
    return this.#places.length === 0 ? null : { content: this.#content.content(), places: this.#places };
  }

  #fields(
    columns: readonly string[],
    cells: readonly Cell[],
    message: number,
  ): Parameters<typeof headLine>[0] {
    return cells.flatMap(({ start, end }, column) => {
      const name = columns[column];
      if (column === message || name === undefined || end - start > 80) return [];
      return [{ name, value: this.text.slice(start, end) }];
    });
  }

  #take(cell: Cell, head: string): void {
    const { text } = this;
    const content = this.#content;
    this.#places.push(cell.start);
    if (head !== '') content.put(`${head}\n`, cell.start);
    // Line ends are escaped where the cell has none.
    const isEscaped = !text.slice(cell.start, cell.end).includes('\n');
    const add = (start: number, end: number): void => {
      if (isEscaped) addUnescaped(content, text, start, end);
      else content.add(start, end);
    };
    let at = cell.start;
    let quote = cell.isQuoted ? text.indexOf('""', at) : -1;
    for (; quote >= 0 && quote < cell.end; quote = text.indexOf('""', at)) {
      add(at, quote + 1);
      at = quote + 2;
    }
    add(at, cell.end);
    if (!content.isAtLineStart) content.put('\n', cell.end);
    content.put('\n', cell.end);
  }

  /** Whether a message of several lines begins in a cell. */
  #holdsMessage({ start, end }: Cell): boolean {
    if (!/\n|\\n|#012/.test(this.text.slice(start, end))) return false;
    let at = start;
    while (at < end && this.text.charCodeAt(at) <= 32) at++;
    return startsFirstLine(this.text, at) || this.text.startsWith('v=0\\', at);
  }

  /** The cells of the row that begins at an offset. */
  #row(from: number): { readonly cells: readonly Cell[]; readonly end: number } {
    const { text, separator } = this;
    const cells: Cell[] = [];
    let at = from;
    for (;;) {
      const cell = text.charAt(at) === '"' ? this.#quoted(at + 1) : null;
      const behind = cell === null ? at : Math.min(cell.end + 1, text.length);
      let end = behind;
      while (end < text.length && text.charAt(end) !== separator && text.charCodeAt(end) !== 10) end++;
      const last = text.charCodeAt(end - 1) === 13 ? end - 1 : end;
      if (cells.length < MAX_COLUMNS)
        cells.push(cell ?? { start: at, end: Math.max(at, last), isQuoted: false });
      if (end >= text.length || text.charCodeAt(end) === 10)
        return { cells, end: Math.min(end + 1, text.length) };
      at = end + 1;
    }
  }

  /** A cell in quotes from behind the first; to the end of the text where the other one is missing. */
  #quoted(start: number): Cell {
    const { text } = this;
    let at = text.indexOf('"', start);
    while (at >= 0 && text.charAt(at + 1) === '"') at = text.indexOf('"', at + 2);
    return { start, end: at < 0 ? text.length : at, isQuoted: true };
  }
}
