import { l10n } from 'vscode';
import { TableModel, type Column, type Tags } from './table-model';
import type { OverviewTarget } from './trace-source';
import type {
  CellSpec,
  ColumnSpec,
  Mark,
  PageMessage,
  PageRequest,
  RowSpec,
  TableId,
  TableSpec,
} from '../webview/protocol';

/** A table of the overview: what the webview draws, and the rows behind it. */
export interface OverviewTable {
  readonly spec: TableSpec;
  page(request: PageRequest): Pick<PageMessage, 'total' | 'status' | 'active' | 'rows'>;
  /** What a row is about. */
  target(key: string): OverviewTarget | undefined;
  /** The texts of a row. */
  cells(key: string): readonly string[] | undefined;
}

/** A column with all that the table, its sorting and its drawing need. */
export interface OverviewColumn<Row> extends Column<Row>, Omit<ColumnSpec, 'id'> {
  /** Shown in place of the text; undefined for the text alone. */
  marks?(row: Row): Mark[] | undefined;
}

/** What a kind of table says of itself and of its rows. */
export interface TableParts<Row> {
  readonly id: TableId;
  readonly title: string;
  /** What Enter does. */
  readonly hint: string;
  /** Said where there are no rows. */
  readonly empty: string;
  /** Said where a filter leaves none. */
  readonly nothing: string;
  readonly rows: readonly Row[];
  readonly columns: readonly OverviewColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What the filter finds beside the columns. */
  readonly furtherText: (row: Row) => string;
  /** Words of the filter that stand for more. */
  readonly tags?: Tags<Row>;
  readonly targetOf: (row: Row) => OverviewTarget;
  /** Lines that tell more of a row that is chosen; left out where its columns tell all. */
  readonly previewOf?: (row: Row) => readonly string[];
}

/** A table of any length, of which the webview asks for rows by pages. */
export function makeTable<Row>(parts: TableParts<Row>): OverviewTable {
  const { id, title, hint, empty, nothing, rows, columns } = parts;
  const model = new TableModel(rows, columns, parts.furtherText, parts.tags);
  return {
    spec: {
      id,
      title,
      hint,
      empty,
      nothing,
      total: rows.length,
      columns: columns.map(({ id: name, title: heading, align, width, line }) => ({
        id: name,
        title: heading,
        align,
        width,
        line,
      })),
    },
    page: ({ query, from, count, active }) => {
      const page = model.page(query, from, count);
      const all = rows.length.toLocaleString();
      const status = page.total === rows.length ? '' : l10n.t('{0} of {1}', page.total.toLocaleString(), all);
      return {
        total: page.total,
        status,
        active: active === null ? null : model.placeOf(query, (row) => parts.keyOf(row) === active),
        rows: page.rows.map((row) => rowOf(parts, row)),
      };
    },
    target: (key) => {
      const found = rows.find((row) => parts.keyOf(row) === key);
      return found === undefined ? undefined : parts.targetOf(found);
    },
    cells: (key) => {
      const found = rows.find((row) => parts.keyOf(row) === key);
      return found === undefined ? undefined : columns.map((each) => each.text(found));
    },
  };
}

function rowOf<Row>({ columns, keyOf, previewOf }: TableParts<Row>, row: Row): RowSpec {
  const cells = columns.map((each): CellSpec => {
    const marks = each.marks?.(row);
    return { text: each.text(row), ...(marks === undefined ? {} : { marks }) };
  });
  const label = columns
    .map(({ title }, place) => [title, cells[place]?.text ?? ''] as const)
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `${title} ${text}`)
    .join(', ');
  return { key: keyOf(row), label, cells, preview: previewOf?.(row) ?? [] };
}

/** How a column is drawn; `line` is the one that it takes where a row has two, null where it gives way before that. */
export function column(
  id: string,
  title: string,
  width: string,
  line: 1 | 2 | null,
  align: 'start' | 'end' = 'start',
): ColumnSpec {
  return { id, title, width, line, align };
}
