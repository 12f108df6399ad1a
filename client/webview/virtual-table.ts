import { make, makeButton } from './dom';
import { makeMark } from './icons';
import type { CellSpec, ColumnSpec, PageMessage, Query, RowSpec, Sort, TableSpec } from './protocol';

/** What a table asks of the page it is in. */
export interface TableHost {
  /** @param active key of a row that is to be found again; null for none */
  fetch(generation: number, query: Query, from: number, count: number, active: string | null): void;
  open(key: string, beside: boolean): void;
  /** The user types while the table has the focus. */
  type(): void;
  /** The row that is chosen, as far as it is known. */
  chosen(row: RowSpec | undefined): void;
  /** The order, the row or the place in it changed. */
  changed(): void;
}

/** What is kept of a table while another one is shown, or none. */
export interface TableState {
  readonly sort: Sort | null;
  readonly filter: string;
  readonly active: number;
  readonly top: number;
}

/** Heights in CSS pixels; the style sheet has the same. */
const rowHeight = { wide: 24, narrow: 44 };
/** Between the columns, and beside the first and the last one together, in CSS pixels; the style sheet has the same. */
const spacing = { gap: 14, sides: 28 };
/** Rows drawn above and below those in sight, so that scrolling shows no gap. */
const overscan = 12;
const pageSize = 100;

/**
 * A table of any length, of which only the rows in sight exist. It asks for rows by pages and is used by keyboard as
 * a list is: arrows, Page Up and Down, Home, End, Enter; any letter goes to the filter.
 */
export class VirtualTable {
  readonly element: HTMLElement;
  private readonly header: HTMLElement;
  private readonly body: HTMLElement;
  private readonly nothing: HTMLElement;
  private readonly drawn = new Map<number, HTMLElement>();
  private readonly rows = new Map<number, RowSpec>();
  private readonly asked = new Set<number>();
  private spec: TableSpec | undefined;
  private query: Query = { sort: null, filter: '' };
  private generation = 0;
  private total = 0;
  private active = 0;
  /** All columns, those that never give way, or these on two lines without headings. */
  private layout: 'all' | 'main' | 'narrow' = 'all';
  private drawing = 0;
  private scrolling = 0;
  /** Key of the row that was chosen, until it is known where it stands among new rows. */
  private chosenBefore: string | null = null;
  /** A place to scroll to once the number of rows is known. */
  private pendingTop: number | undefined;

  constructor(private readonly host: TableHost) {
    this.header = make('div', { class: 'row header', role: 'row' });
    this.body = make('div', { class: 'rows', role: 'rowgroup' });
    this.nothing = make('p', { class: 'nothing' });
    this.nothing.ariaHidden = 'true'; // the status beside the filter says it
    this.element = make('div', { class: 'table', role: 'grid' }, this.header, this.body, this.nothing);
    this.element.tabIndex = 0;
    this.element.addEventListener('scroll', () => {
      this.drawSoon();
      clearTimeout(this.scrolling);
      this.scrolling = setTimeout(() => host.changed(), 100);
    });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('click', (event) => this.onPoint(event));
    this.body.addEventListener('contextmenu', (event) => this.onPoint(event));
    this.body.addEventListener('dblclick', (event) => this.openActive(event.ctrlKey || event.metaKey));
    new ResizeObserver(() => this.fit()).observe(this.element);
  }

  get state(): TableState {
    return { ...this.query, active: this.active, top: this.pendingTop ?? this.element.scrollTop };
  }

  get sort(): Sort | null {
    return this.query.sort;
  }

  /** Shows a table, as it was left. */
  show(spec: TableSpec, state: TableState | undefined): void {
    this.spec = spec;
    this.query = { sort: state?.sort ?? null, filter: state?.filter ?? '' };
    this.active = state?.active ?? 0;
    this.pendingTop = state?.top ?? 0;
    this.total = 0;
    this.forgetRows();
    this.element.setAttribute('aria-label', spec.title);
    this.element.setAttribute('aria-description', spec.hint);
    this.element.setAttribute('aria-colcount', String(spec.columns.length));
    this.nothing.hidden = true; // until it is known how many rows there are
    this.layOut();
    this.drawHeader();
    this.refresh();
  }

  /** Takes note that the rows may be other ones now. The chosen one stays chosen, wherever it stands. */
  refresh(): void {
    this.generation += 1;
    this.chosenBefore = this.rows.get(this.active)?.key ?? this.chosenBefore;
    this.rows.clear();
    this.asked.clear();
    const top = Math.floor((this.pendingTop ?? this.element.scrollTop) / this.height);
    this.ask(Math.floor(top / pageSize));
  }

  filterBy(filter: string): void {
    if (filter === this.query.filter) return;
    this.query = { ...this.query, filter };
    this.restart();
  }

  sortBy(sort: Sort | null): void {
    this.query = { ...this.query, sort };
    this.drawHeader();
    this.restart();
  }

  /** Takes rows that were asked for. Rows of an earlier question are dropped. */
  receive({ generation, total, active, from, rows }: PageMessage): boolean {
    if (generation !== this.generation) return false;
    if (active !== null) this.active = active;
    this.chosenBefore = null;
    rows.forEach((row, index) => this.rows.set(from + index, row));
    if (total !== this.total || this.pendingTop !== undefined) this.resize(total);
    for (const [index, element] of this.drawn)
      if (index >= from && index < from + rows.length) element.remove();
    for (const index of [...this.drawn.keys()])
      if (!this.drawn.get(index)?.isConnected) this.drawn.delete(index);
    this.draw();
    return true;
  }

  focus(): void {
    this.element.focus();
    this.reveal();
  }

  private get height(): number {
    return this.layout === 'narrow' ? rowHeight.narrow : rowHeight.wide;
  }

  /** The room for rows in sight. */
  private get room(): number {
    return this.element.clientHeight - this.header.offsetHeight;
  }

  /** Another question: no row of it was chosen before. */
  private forgetRows(): void {
    this.rows.clear();
    this.chosenBefore = null;
  }

  private restart(): void {
    this.active = 0;
    this.pendingTop = 0;
    this.forgetRows();
    this.host.changed();
    this.refresh();
  }

  private resize(total: number): void {
    this.total = total;
    this.active = Math.max(0, Math.min(this.active, total - 1));
    this.element.setAttribute('aria-rowcount', String(total + 1));
    this.nothing.hidden = total > 0;
    this.nothing.textContent = (this.query.filter === '' ? this.spec?.empty : this.spec?.nothing) ?? '';
    this.body.style.height = `${total * this.height}px`;
    if (this.pendingTop !== undefined) this.element.scrollTop = this.pendingTop;
    this.pendingTop = undefined;
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
  }

  private fit(): void {
    const top = this.element.scrollTop / this.height;
    if (this.layOut()) {
      this.drawHeader();
      this.pendingTop = top * this.height;
      this.resize(this.total);
    }
    this.drawSoon();
  }

  /** Chooses the columns for the room there is; says whether they are others now. */
  private layOut(): boolean {
    const columns = this.spec?.columns ?? [];
    const main = columns.filter(({ line }) => line !== null);
    const room = this.element.clientWidth;
    const before = this.layout;
    this.layout = room >= leastWidth(columns) ? 'all' : room >= leastWidth(main) ? 'main' : 'narrow';
    document.body.classList.toggle('narrow', this.layout === 'narrow');
    this.element.style.setProperty('--columns', this.shown.map(([{ width }]) => width).join(' '));
    return this.layout !== before;
  }

  /** The columns for which there is room, with their places. */
  private get shown(): readonly (readonly [ColumnSpec, number])[] {
    const columns = (this.spec?.columns ?? []).map((column, place) => [column, place] as const);
    return this.layout === 'all' ? columns : columns.filter(([{ line }]) => line !== null);
  }

  private drawSoon(): void {
    if (this.drawing === 0) this.drawing = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = 0;
    const top = Math.floor(this.element.scrollTop / this.height);
    const first = Math.max(0, top - overscan);
    const last = Math.min(this.total - 1, top + Math.ceil(this.room / this.height) + overscan);
    for (const [index, element] of this.drawn) {
      // The active row stays: a screen reader is told of it.
      if ((index >= first && index <= last) || index === this.active) continue;
      element.remove();
      this.drawn.delete(index);
    }
    for (let index = first; index <= last; index += 1) this.drawRow(index);
    if (this.active < this.total) this.drawRow(this.active);
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      if (!this.rows.has(page * pageSize)) this.ask(page);
    }
    if (this.active < this.total && !this.rows.has(this.active)) this.ask(Math.floor(this.active / pageSize));
    this.markActive();
  }

  private ask(page: number): void {
    if (this.asked.has(page)) return;
    this.asked.add(page);
    this.host.fetch(this.generation, this.query, page * pageSize, pageSize, this.chosenBefore);
  }

  private drawRow(index: number): void {
    const row = this.rows.get(index);
    if (this.drawn.has(index) || row === undefined || this.spec === undefined) return;
    const cellsOf = (columns: typeof this.shown): readonly HTMLElement[] =>
      columns.map(([column, place]) => makeCell(column, place, row.cells[place]));
    const element = make('div', { class: 'row', role: 'row' });
    if (this.layout === 'narrow') {
      for (const line of [1, 2]) {
        const ofLine = this.shown.filter(([column]) => column.line === line);
        element.append(make('div', { class: `line line${line}`, role: 'presentation' }, ...cellsOf(ofLine)));
      }
    } else {
      element.append(...cellsOf(this.shown));
    }
    element.id = `row${index}`;
    element.dataset['index'] = String(index);
    element.setAttribute('aria-rowindex', String(index + 2));
    element.setAttribute('aria-label', row.label);
    element.style.top = `${index * this.height}px`;
    this.drawn.set(index, element);
    this.body.append(element);
  }

  private markActive(): void {
    for (const [index, element] of this.drawn) {
      element.classList.toggle('active', index === this.active);
      element.setAttribute('aria-selected', String(index === this.active));
    }
    this.element.dataset['vscodeContext'] = this.menuContext();
    const row = this.rows.get(this.active);
    // Until a row comes again, what was told of it stands.
    if (row !== undefined || this.total === 0) this.host.chosen(row);
    if (this.drawn.has(this.active)) this.element.setAttribute('aria-activedescendant', `row${this.active}`);
    else this.element.removeAttribute('aria-activedescendant');
  }

  /** What VS Code gives to the commands of the menu: which row it is about. */
  private menuContext(): string {
    const key = this.rows.get(this.active)?.key ?? null;
    const row = { sipTraceTable: this.spec?.id, sipTraceRow: key };
    return JSON.stringify({ ...row, preventDefaultContextMenuItems: true });
  }

  private drawHeader(): void {
    const { sort } = this.query;
    const buttons = this.shown.map(([column, place]) => {
      const ordered = sort?.column === column.id;
      const cell = make('div', { class: `cell ${column.align}`, role: 'columnheader' });
      cell.setAttribute('aria-sort', !ordered ? 'none' : sort.descending ? 'descending' : 'ascending');
      cell.setAttribute('aria-colindex', String(place + 1));
      const button = makeButton({ class: 'sort', text: column.title, title: column.title }, () =>
        this.sortByColumn(column.id),
      );
      button.dataset['column'] = column.id;
      cell.append(button);
      // All of the cell sorts, not its words alone.
      cell.addEventListener('click', ({ target }) => {
        if (target === cell) this.sortByColumn(column.id);
      });
      return cell;
    });
    const focused = this.header.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset['column']
      : undefined;
    this.header.setAttribute('aria-rowindex', '1');
    this.header.replaceChildren(...buttons);
    if (focused !== undefined) {
      this.header.querySelector<HTMLElement>(`[data-column="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  /** Upwards, downwards, then the order of the trace again. */
  private sortByColumn(column: string): void {
    const { sort } = this.query;
    if (sort?.column !== column) this.sortBy({ column, descending: false });
    else this.sortBy(sort.descending ? null : { column, descending: true });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target !== this.element) return; // the headings have keys of their own
    const page = Math.max(1, Math.floor(this.room / this.height) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.total,
      End: this.total,
    };
    const step = steps[event.key];
    const modified = event.ctrlKey || event.metaKey;
    if (step !== undefined && !modified) this.move(this.active + step);
    else if (event.key === 'Enter') this.openActive(modified);
    else if (!modified && !event.altKey && (event.key.length === 1 || event.key === 'Backspace')) {
      this.host.type(); // the key itself goes where the focus is now
      return;
    } else return;
    event.preventDefault();
  }

  private onPoint(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    if (row?.dataset['index'] !== undefined) this.move(Number(row.dataset['index']));
  }

  private move(to: number): void {
    this.active = Math.max(0, Math.min(to, this.total - 1));
    this.reveal();
    this.draw();
    this.host.changed();
  }

  private reveal(): void {
    const top = this.active * this.height;
    const { scrollTop } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + this.height > scrollTop + this.room)
      this.element.scrollTop = top + this.height - this.room;
  }

  private openActive(beside: boolean): void {
    const row = this.rows.get(this.active);
    if (row !== undefined) this.host.open(row.key, beside);
  }
}

/** What columns need side by side, in CSS pixels. */
function leastWidth(columns: readonly ColumnSpec[]): number {
  const widths = columns.map(({ width }) => Number.parseInt(width.replace('minmax(', ''), 10));
  return widths.reduce((sum, width) => sum + width + spacing.gap, spacing.sides - spacing.gap);
}

function makeCell(column: ColumnSpec, place: number, cell: CellSpec = { text: '' }): HTMLElement {
  const element = make('div', { class: `cell ${column.align}`, role: 'gridcell', title: cell.text });
  element.dataset['column'] = column.id;
  element.setAttribute('aria-colindex', String(place + 1));
  if (cell.marks === undefined) element.textContent = cell.text;
  else element.append(...cell.marks.map(makeMark));
  return element;
}
