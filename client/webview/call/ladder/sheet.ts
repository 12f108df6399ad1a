import type { ReplayView } from '../../../../shared/replay-view';
import { make } from '../../dom';
import { Drawn } from './drawn';
import { makeBarLabel, makeGap, makeHead, makeLane, makeRow, makeStretch } from './elements';
import { barAt, layOutLadder, rowAt, rowHeight, type LadderLayout } from './layout';
import type { Translate } from './text';

/** Rows drawn above and below those in sight, so that scrolling shows no gap. */
const overscan = 8;

/** A moment of the replay: its row, and the last row that has happened by then (-1: none). */
export interface Moment {
  readonly row: number | null;
  readonly reached: number;
}

/** Upper and lower edge of what is in sight, in pixels from the first row. */
interface Sight {
  readonly top: number;
  readonly bottom: number;
}

/** A view with the places of all that is in it. */
interface Laid {
  readonly view: ReplayView;
  readonly layout: LadderLayout;
}

/** What of the ladder scrolls, and the heads above it. Only what is in sight exists. */
export class Sheet {
  readonly heads = make('div', { class: 'ladder-heads' });
  readonly element = make('div', { class: 'ladder-sheet' });
  /** The rows: what the keyboard is for. */
  readonly list = make('div', { class: 'ladder-rows', role: 'grid' });
  private readonly lanes = make('div', { class: 'ladder-lanes' });
  private readonly hovered = make('div', { class: 'ladder-band hovered' });
  private readonly current = make('div', { class: 'ladder-band current' });
  private readonly veil = make('div', { class: 'ladder-veil' });
  private readonly rows = new Drawn();
  private readonly bars = new Drawn();
  private readonly captions = new Drawn();
  private laid: Laid | undefined;
  private moment: Moment | undefined;
  private active = 0;
  private dimmed: number | null = null;

  /** @param fold folds the hops of the call, or shows them again */
  constructor(
    private readonly t: Translate,
    private readonly fold: () => void,
  ) {
    const { hovered, current, lanes, bars, veil, captions } = this;
    const backdrop = make(
      'div',
      { class: 'ladder-backdrop' },
      ...[hovered, current, lanes, bars.element, veil, captions.element],
    );
    backdrop.ariaHidden = 'true'; // rows say it all
    for (const band of [hovered, current, veil]) band.hidden = true;
    this.list.append(this.rows.element);
    this.list.tabIndex = 0;
    this.element.append(backdrop, this.list);
  }

  get layout(): LadderLayout | undefined {
    return this.laid?.layout;
  }

  rowTop(row: number): number {
    return this.layout?.tops[row] ?? 0;
  }

  /**
   * Gives everything of a view its place; it is drawn by {@link redraw}.
   *
   * @param canFold whether the head of the first hop folds the hops, or shows them again
   */
  lay(view: ReplayView, width: number, canFold: boolean): LadderLayout {
    const layout = layOutLadder(view, width);
    this.laid = { view, layout };
    this.element.style.width = `${layout.width}px`;
    this.element.style.height = `${layout.height}px`;
    this.heads.style.width = `${layout.width}px`;
    this.heads.style.height = `${layout.headHeight}px`;
    const { laneX, headWidths } = layout;
    const hop = canFold ? view.lanes.findIndex(({ kind }) => kind === 'hop') : -1;
    this.heads.replaceChildren(
      ...view.lanes.map((lane, index) =>
        makeHead(
          view,
          lane,
          laneX[index] ?? 0,
          headWidths[index] ?? 0,
          index === hop ? this.fold : undefined,
        ),
      ),
    );
    this.lanes.replaceChildren(...view.lanes.map((lane, index) => makeLane(lane, laneX[index] ?? 0)));
    return layout;
  }

  /** Draws all of it anew. */
  redraw(sight: Sight): void {
    this.rows.clear();
    this.bars.clear();
    this.captions.clear();
    this.markMoment();
    this.draw(sight);
  }

  /** Draws what has come into sight, and lets go of what is out of it. */
  draw(sight: Sight): void {
    if (this.laid === undefined) return;
    const { layout } = this.laid;
    const top = sight.top - overscan * rowHeight;
    const bottom = sight.bottom + overscan * rowHeight;
    const first = rowAt(layout, top);
    const last = rowAt(layout, bottom);
    for (const drawn of [this.rows, this.bars, this.captions]) drawn.begin();
    for (let row = first; row <= last; row += 1) {
      this.drawRow(this.laid, row);
      this.drawGap(layout, row);
    }
    this.drawRow(this.laid, this.active); // stays: a screen reader is told of it
    for (const [index, { y, height }] of layout.bars.entries()) {
      if (y + height >= top && y <= bottom) this.drawBar(this.laid, index, { top, bottom });
    }
    for (const drawn of [this.rows, this.bars, this.captions]) drawn.end();
    this.markActive();
  }

  /** The row that the keyboard is on; it is marked when it is drawn. */
  activate(row: number): void {
    this.active = row;
  }

  /** Lets all forks but one step back; null: none. What is there already is as it was until {@link redraw}. */
  dim(fork: number | null): void {
    this.dimmed = fork;
  }

  /** Shows where the replay is; `undefined`: nothing of it is in the future. */
  mark(moment: Moment | undefined): void {
    this.moment = moment;
    this.markMoment();
  }

  hover(row: number | undefined): void {
    this.hovered.hidden = row === undefined;
    if (row !== undefined) this.hovered.style.top = `${this.rowTop(row)}px`;
  }

  markActive(): void {
    const active = `row${this.active}`;
    for (const [key, element] of this.rows.all()) {
      element.classList.toggle('active', key === active);
      element.setAttribute('aria-selected', String(key === active));
    }
    if (this.rows.has(active)) this.list.setAttribute('aria-activedescendant', `ladder-${active}`);
    else this.list.removeAttribute('aria-activedescendant');
  }

  /** The row that the pointer is on; of a stream of media its first. */
  rowUnder(event: MouseEvent): number | undefined {
    const bar = this.barUnder(event);
    if (bar !== undefined) return this.laid?.view.media[bar]?.rows[0];
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.ladder-row') : null;
    return row?.dataset['row'] === undefined ? undefined : Number(row.dataset['row']);
  }

  /** The stream of media that the pointer is on. */
  barUnder(event: MouseEvent): number | undefined {
    if (this.layout === undefined) return undefined;
    const { left, top } = this.element.getBoundingClientRect();
    return barAt(this.layout, event.clientX - left, event.clientY - top);
  }

  private drawRow({ view, layout }: Laid, index: number): void {
    const row = view.rows[index];
    if (row === undefined || this.rows.keep(`row${index}`)) return;
    const element = makeRow(view, row, index, layout, this.t);
    element.classList.toggle('dimmed', this.isDimmed(row.fork));
    this.markRow(element, index);
    this.rows.add(`row${index}`, element);
  }

  private drawGap(layout: LadderLayout, row: number): void {
    const gap = layout.gaps.get(row);
    if (gap === undefined || this.captions.keep(`gap${row}`)) return;
    this.captions.add(`gap${row}`, makeGap(gap, this.t));
  }

  private drawBar({ view, layout }: Laid, index: number, { top, bottom }: Sight): void {
    const bar = layout.bars[index];
    const media = view.media[index];
    if (bar === undefined || media === undefined) return;
    const add = (to: Drawn, key: string, element: HTMLElement): void => {
      element.classList.toggle('dimmed', this.isDimmed(media.fork));
      to.add(key, element);
    };
    bar.stretches.forEach((stretch, place) => {
      if (stretch.y + stretch.height < top || stretch.y > bottom) return;
      const key = `bar${index}.${place}`;
      if (!this.bars.keep(key)) add(this.bars, key, makeStretch(media, bar, stretch));
    });
    const key = `label${index}`;
    if (!this.captions.keep(key)) add(this.captions, key, makeBarLabel(bar));
  }

  private isDimmed(fork: number | null): boolean {
    return this.dimmed !== null && fork !== null && fork !== this.dimmed;
  }

  private markMoment(): void {
    const { layout } = this;
    if (layout === undefined) return;
    const { row, reached } = this.moment ?? { row: null, reached: Infinity };
    this.current.hidden = row === null;
    if (row !== null) this.current.style.top = `${this.rowTop(row)}px`;
    const from = reached < 0 ? 0 : layout.ends[reached];
    this.veil.hidden = from === undefined;
    if (from !== undefined) {
      this.veil.style.top = `${from}px`;
      this.veil.style.height = `${Math.max(0, layout.height - from)}px`;
    }
    for (const [, element] of this.rows.all()) this.markRow(element, Number(element.dataset['row']));
  }

  private markRow(element: HTMLElement, row: number): void {
    element.classList.toggle('future', row > (this.moment?.reached ?? Infinity));
    element.classList.toggle('current', row === this.moment?.row);
  }
}
