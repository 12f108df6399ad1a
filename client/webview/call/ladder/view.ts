import type { ReplayView } from '../../../../shared/replay-view';
import { make } from '../../dom';
import { canFold, foldHops, hopsOf } from './fold';
import { rowByKey } from './keys';
import { rowAt, rowHeight } from './layout';
import { lightPaint } from './paint';
import { Scroller } from './scroll';
import { Sheet, type Moment } from './sheet';
import { ladderSvg } from './svg';
import type { Translate } from './text';
import { Tip } from './tip';

/** What the ladder asks of the panel it is in. Both are places in the view. */
export interface LadderHost {
  select(step: number): void;
  reveal(row: number, focus: boolean): void;
}

/** Keys that repeat ask for one line of the trace, not for all on the way. In milliseconds. */
const revealDelay = 80;

/**
 * The ladder of a call: who sent what to whom, from above in the order of the trace. By keyboard it is a list: keys go
 * from row to row and move the replay there, Enter shows the row's line in the editor.
 */
export class Ladder {
  readonly element: HTMLElement;
  private readonly sheet: Sheet;
  private readonly scroller: Scroller;
  private readonly tip: Tip;
  /** As it is drawn: with its hops folded or not. */
  private view: ReplayView | undefined;
  private whole: ReplayView | undefined;
  private isFolded = true;
  private moments: readonly Moment[] = [];
  private step: number | undefined;
  private active = 0;
  private dimmed: number | null = null;
  private size = { width: 0, height: 0 };
  private drawing = 0;
  private revealing = 0;

  constructor(
    private readonly host: LadderHost,
    private readonly t: Translate,
  ) {
    this.sheet = new Sheet(t, () => this.toggleFold());
    this.tip = new Tip(
      {
        view: () => this.view,
        edgesOf: (row) => this.edgesOf(row),
        edge: () => this.element.getBoundingClientRect().left + this.size.width,
      },
      t,
    );
    this.element = make('div', { class: 'ladder' }, this.sheet.heads, this.sheet.element, this.tip.element);
    this.scroller = new Scroller(this.element, {
      moved: () => this.drawSoon(),
      letGo: () => this.tip.hide(),
    });
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.element);
  }

  /** Shows a call from its beginning, with nothing of it in the future; the same call again stays where it is. */
  show(view: ReplayView): void {
    const isSame = view.key === this.view?.key;
    if (!isSame) this.isFolded = canFold(view);
    this.whole = view;
    this.view = this.drawn(view);
    this.moments = momentsOf(view);
    this.step = undefined;
    this.sheet.mark(undefined);
    this.activate(isSame ? Math.min(this.active, Math.max(0, view.rows.length - 1)) : 0);
    const { list } = this.sheet;
    list.setAttribute('aria-rowcount', String(view.rows.length));
    list.setAttribute('aria-label', this.t('ladder.label'));
    list.setAttribute('aria-description', this.t('ladder.hint'));
    this.tip.hide();
    if (!isSame) {
      this.scroller.stop();
      this.element.scrollTop = 0;
    }
    this.lay();
  }

  private drawn(view: ReplayView): ReplayView {
    return this.isFolded && canFold(view)
      ? foldHops(view, this.t('ladder.hops', String(hopsOf(view.lanes))))
      : view;
  }

  private toggleFold(): void {
    if (this.whole === undefined) return;
    this.isFolded = !this.isFolded;
    this.view = this.drawn(this.whole);
    this.lay();
    this.sheet.heads.querySelector('button')?.focus();
  }

  /** Takes note of the step (place in `ReplayView.steps`) that the panel is at, and brings its row into sight. */
  moveTo(step: number): void {
    if (step === this.step) return;
    this.step = step;
    const row = this.moments[step]?.row ?? null;
    if (row !== null) this.activate(row);
    this.sheet.mark(this.moments[step]);
    this.drawSoon();
    if (!this.scroller.isHeld) this.showMoment(true);
  }

  /** Lets all forks but one step back; null: none. */
  dim(fork: number | null): void {
    if (fork === this.dimmed) return;
    this.dimmed = fork;
    this.sheet.dim(fork);
    this.sheet.redraw(this.sight);
  }

  /**
   * The whole ladder as a document of its own, light in any theme.
   * @param height at most, in pixels; what is beyond is left out, with a note
   */
  svg(height?: number): string {
    return this.whole === undefined ? '' : ladderSvg(this.whole, lightPaint, this.t, height);
  }

  focus(): void {
    this.sheet.list.focus({ preventScroll: true });
    this.bringIntoSight(this.active, false);
  }

  private listen(): void {
    const { list } = this.sheet;
    list.addEventListener('keydown', (event) => this.onKey(event));
    list.addEventListener('click', (event) => {
      const row = this.sheet.rowUnder(event);
      if (row !== undefined) this.choose(row, 0);
    });
    list.addEventListener('dblclick', (event) => {
      const row = this.sheet.rowUnder(event);
      if (row !== undefined) this.host.reveal(row, true);
    });
    list.addEventListener('pointermove', (event) => this.onHover(event));
    this.element.addEventListener('pointerleave', () => {
      this.sheet.hover(undefined);
      this.tip.hide();
    });
    list.addEventListener('blur', () => this.tip.hide());
    list.addEventListener('focus', () => {
      this.sheet.markActive();
      this.tip.soon({ kind: 'row', index: this.active });
    });
  }

  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const isWider = width !== this.size.width;
    this.size = { width, height };
    if (isWider) this.lay();
    else this.drawSoon();
    // The call may be shown before there is any room, and what is in sight may fall out of it.
    if (!this.scroller.isHeld) this.showMoment(false);
  }

  private lay(): void {
    if (this.view === undefined || this.size.width === 0) return;
    // What is uppermost stays uppermost.
    const before = this.sheet.layout;
    const top = before === undefined ? undefined : rowAt(before, this.element.scrollTop);
    const within = top === undefined ? 0 : this.element.scrollTop - this.sheet.rowTop(top);
    const { narrow, timeWidth } = this.sheet.lay(
      this.view,
      this.size.width,
      this.whole !== undefined && canFold(this.whole),
    );
    this.element.classList.toggle('narrow', narrow);
    this.element.style.setProperty('--time', `${timeWidth}px`);
    if (top !== undefined) this.element.scrollTop = this.sheet.rowTop(top) + within;
    this.sheet.redraw(this.sight);
  }

  /** Height of the part of the sheet that is in sight. */
  private get room(): number {
    return this.size.height - (this.sheet.layout?.headHeight ?? 0);
  }

  private get sight(): { readonly top: number; readonly bottom: number } {
    const { scrollTop } = this.element;
    return { top: scrollTop, bottom: scrollTop + this.room };
  }

  private edgesOf(row: number): { readonly top: number; readonly bottom: number } {
    const top = this.sheet.element.getBoundingClientRect().top + this.sheet.rowTop(row);
    return { top, bottom: top + rowHeight };
  }

  private drawSoon(): void {
    if (this.drawing === 0) this.drawing = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = 0;
    this.sheet.draw(this.sight);
  }

  private activate(row: number): void {
    this.active = row;
    this.sheet.activate(row);
  }

  /** Brings the row of the present step into sight. */
  private showMoment(smooth: boolean): void {
    const moment = this.step === undefined ? undefined : this.moments[this.step];
    if (moment !== undefined) this.bringIntoSight(moment.row ?? moment.reached, smooth);
  }

  private bringIntoSight(row: number, smooth: boolean): void {
    const { room } = this;
    const { layout } = this.sheet;
    if (layout === undefined || room <= 0) return;
    const top = this.sheet.rowTop(row);
    const around = Math.min(3 * rowHeight, room / 4);
    this.scroller.reach({ top, bottom: top + rowHeight, around }, room, layout.height, smooth);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const count = this.view?.rows.length ?? 0;
    const page = Math.max(1, Math.floor(this.room / rowHeight) - 2);
    const row = rowByKey(event.key, this.active, count, page);
    if (row !== undefined) {
      if (count > 0) this.choose(row, revealDelay);
      this.tip.soon({ kind: 'row', index: row });
    } else if (event.key === 'Enter' && count > 0) this.host.reveal(this.active, true);
    else if (event.key === 'Escape' && this.tip.isWanted) this.tip.hide();
    else return;
    event.preventDefault();
  }

  /** Moves the replay and the editor to a row. */
  private choose(row: number, delay: number): void {
    this.activate(row);
    this.scroller.takeUp();
    this.tip.hide();
    const steps = this.view?.rows[row]?.steps ?? null;
    if (steps !== null) this.host.select(steps[0]);
    this.activate(row); // whatever row its step stands in
    this.bringIntoSight(row, false);
    this.draw();
    clearTimeout(this.revealing);
    if (this.view?.rows[row]?.range === null) return; // a prediction stands nowhere
    if (delay === 0) this.host.reveal(row, false);
    else this.revealing = setTimeout(() => this.host.reveal(row, false), delay);
  }

  private onHover(event: PointerEvent): void {
    const bar = this.sheet.barUnder(event);
    const row = this.sheet.rowUnder(event);
    this.sheet.hover(bar === undefined ? row : undefined);
    const { clientX: x, clientY: y } = event;
    if (bar !== undefined) this.tip.follow({ kind: 'bar', index: bar }, { x, y });
    else this.tip.follow(row === undefined ? undefined : { kind: 'row', index: row }, { x, y });
  }
}

function momentsOf({ steps }: ReplayView): readonly Moment[] {
  let reached = -1;
  return steps.map(({ row }) => {
    reached = Math.max(reached, row ?? -1);
    return { row, reached };
  });
}
