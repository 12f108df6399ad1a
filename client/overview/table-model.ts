import { compare } from '../../shared/order';
import { filterWords } from '../calls/call-filter';
import type { Query } from '../webview/protocol';

/** How a column of a table is sorted and searched. */
export interface Column<Row> {
  readonly id: string;
  /** What is shown, and found by the filter. */
  text(row: Row): string;
  /** What it is sorted by; null comes last in either direction. */
  sortKey(row: Row): string | number | null;
}

/** Words of a filter that stand for more than their letters: which rows each one leaves. */
export type Tags<Row> = Readonly<Record<string, (row: Row) => boolean>>;

/** What is shown of a query: some of the rows that it leaves. */
export interface Page<Row> {
  /** Rows that it leaves in all. */
  readonly total: number;
  readonly rows: readonly Row[];
}

/** All rows of a table, of which any page can be had in any order and through any filter. */
export class TableModel<Row> {
  private texts: readonly string[] | undefined;
  private last: { readonly query: Query; readonly order: readonly number[] } | undefined;

  constructor(
    readonly rows: readonly Row[],
    private readonly columns: readonly Column<Row>[],
    /** What the filter finds beside the columns. */
    private readonly furtherText: (row: Row) => string = () => '',
    private readonly tags: Tags<Row> = {},
  ) {}

  /** Some of the rows that a query leaves. */
  page(query: Query, from: number, count: number): Page<Row> {
    const order = this.order(query);
    const rows = order.slice(from, from + count).flatMap((index) => this.rows[index] ?? []);
    return { total: order.length, rows };
  }

  /** Where a row stands among those that a query leaves; null where it is none of them. */
  placeOf(query: Query, isIt: (row: Row) => boolean): number | null {
    const place = this.order(query).findIndex((index) => {
      const row = this.rows[index];
      return row !== undefined && isIt(row);
    });
    return place < 0 ? null : place;
  }

  private order(query: Query): readonly number[] {
    if (this.last !== undefined && sameQuery(this.last.query, query)) return this.last.order;
    const order = this.sorted(this.matching(query.filter), query);
    this.last = { query, order };
    return order;
  }

  private matching(filter: string): number[] {
    const words = filterWords(filter).filter((word) => !Object.hasOwn(this.tags, word));
    const all = this.tagged(filter);
    if (words.length === 0) return all;
    this.texts ??= this.rows.map((row) =>
      [...this.columns.map((column) => column.text(row)), this.furtherText(row)].join('\n').toLowerCase(),
    );
    return all.filter((index) => words.every((word) => this.texts?.[index]?.includes(word)));
  }

  private tagged(filter: string): number[] {
    const tests = filterWords(filter).flatMap((word) =>
      Object.hasOwn(this.tags, word) ? (this.tags[word] ?? []) : [],
    );
    const all = Array.from(this.rows.keys());
    if (tests.length === 0) return all;
    return all.filter((index) => {
      const row = this.rows[index];
      return row !== undefined && tests.every((test) => test(row));
    });
  }

  private sorted(indexes: number[], { sort }: Query): number[] {
    const column = this.columns.find(({ id }) => id === sort?.column);
    if (sort === null || column === undefined) return indexes;
    const keys = this.rows.map((row) => {
      const key = column.sortKey(row);
      return typeof key === 'string' ? key.toLowerCase() : key;
    });
    const turn = sort.descending ? -1 : 1;
    return indexes.sort(
      (one, other) => compareCells(keys[one] ?? null, keys[other] ?? null, turn) || one - other,
    );
  }
}

function compareCells(one: string | number | null, other: string | number | null, turn: 1 | -1): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return turn * compare(one, other);
}

function sameQuery(one: Query, other: Query): boolean {
  return (
    one.filter === other.filter &&
    one.sort?.column === other.sort?.column &&
    one.sort?.descending === other.sort?.descending
  );
}
