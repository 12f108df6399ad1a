import type { ReplayView } from '../../../../server/replay-view';
import { make } from '../../dom';
import { forkTone, toneCount } from '../fork-tones';
import {
  barAt,
  layOutLadder,
  rowAt,
  rowHeight,
  shapeArrow,
  shortenSubtitle,
  type ArrowShape,
  type LadderLayout,
} from './layout';
import { ladderSvg, type LadderPaint } from './svg';
import {
  answered,
  arrowLabel,
  barText,
  endsOf,
  evidenceText,
  silenceText,
  spokenRow,
  timeText,
  type Translate,
} from './text';
import { severityShapes } from '../severity-shapes';
import { makeSvg } from '../svg';

/** What the ladder asks of the panel it is in. Both are places in the view. */
export interface LadderHost {
  select(step: number): void;
  reveal(row: number, focus: boolean): void;
}

/** Rows drawn above and below those in sight, so that scrolling shows no gap. */
const overscan = 8;
/** For so long after the user scrolled the ladder does not scroll by itself, in milliseconds. */
const hold = 1_500;
/** Keys that repeat ask for one line of the trace, not for all on the way. */
const revealDelay = 80;
const tipDelay = { pointer: 350, keyboard: 700 };

/**
 * The ladder of a call: who sent what to whom, from above in the order of the trace. Only what is in sight exists. By
 * keyboard it is a list: arrows, Page Up and Down, Home and End go from row to row and move the replay there, Enter
 * shows the row's line in the editor.
 */
export class Ladder {
  readonly element: HTMLElement;
  private readonly heads = make('div', { class: 'ladder-heads' });
  private readonly sheet = make('div', { class: 'ladder-sheet' });
  private readonly lanes = make('div', { class: 'ladder-lanes' });
  private readonly hovered = make('div', { class: 'ladder-band hovered' });
  private readonly current = make('div', { class: 'ladder-band current' });
  private readonly veil = make('div', { class: 'ladder-veil' });
  private readonly list = make('div', { class: 'ladder-rows', role: 'grid' });
  private readonly tip = make('div', { class: 'ladder-tip', role: 'tooltip' });
  private readonly rows = new Drawn();
  private readonly bars = new Drawn();
  private readonly captions = new Drawn();
  private view: ReplayView | undefined;
  private layout: LadderLayout | undefined;
  private moments: readonly Moment[] = [];
  private step: number | undefined;
  private active = 0;
  private dimmed: number | null = null;
  private size = { width: 0, height: 0 };
  private headHeight = 0;
  private drawing = 0;
  private glide: { readonly frame: number; readonly target: number; readonly at: number } | undefined;
  private heldUntil = 0;
  private revealing = 0;
  private tipping = 0;
  private tipFor = '';

  constructor(
    private readonly host: LadderHost,
    private readonly t: Translate,
  ) {
    const { bars, captions } = this;
    const backdrop = make(
      'div',
      { class: 'ladder-backdrop' },
      ...[this.hovered, this.current, this.lanes, bars.element, this.veil, captions.element],
    );
    backdrop.ariaHidden = 'true'; // rows say it all
    this.heads.ariaHidden = 'true';
    this.hovered.hidden = true;
    this.current.hidden = true;
    this.veil.hidden = true;
    this.list.append(this.rows.element);
    this.list.tabIndex = 0;
    this.tip.popover = 'manual';
    this.tip.id = 'ladder-tip';
    this.sheet.append(backdrop, this.list);
    this.element = make('div', { class: 'ladder' }, this.heads, this.sheet, this.tip);
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.element);
  }

  /** Shows a call from its beginning, with nothing of it in the future; the same call again stays where it is. */
  show(view: ReplayView): void {
    const isSame = view.key === this.view?.key;
    this.view = view;
    this.moments = momentsOf(view);
    this.step = undefined;
    this.active = isSame ? Math.min(this.active, Math.max(0, view.rows.length - 1)) : 0;
    this.list.setAttribute('aria-rowcount', String(view.rows.length));
    this.list.setAttribute('aria-label', this.t('ladder.label'));
    this.list.setAttribute('aria-description', this.t('ladder.hint'));
    this.hideTip();
    if (!isSame) {
      this.stopGlide();
      this.element.scrollTop = 0;
    }
    this.lay();
  }

  /** Takes note of the step (place in `ReplayView.steps`) that the panel is at, and brings its row into sight. */
  moveTo(step: number): void {
    if (step === this.step) return;
    this.step = step;
    const row = this.moments[step]?.row ?? null;
    if (row !== null) this.active = row;
    this.markMoment();
    this.drawSoon();
    if (performance.now() >= this.heldUntil) this.showMoment(true);
  }

  /** Lets all forks but one step back; null: none. */
  dim(fork: number | null): void {
    if (fork === this.dimmed) return;
    this.dimmed = fork;
    this.redraw();
  }

  /**
   * The whole ladder as a document of its own, in the colours of the theme.
   * @param height at most, in pixels; what is beyond is left out, with a note
   */
  svg(height?: number): string {
    return this.view === undefined ? '' : ladderSvg(this.view, this.paint(), this.t, height);
  }

  focus(): void {
    this.list.focus({ preventScroll: true });
    this.bringIntoSight(this.active, false);
  }

  private listen(): void {
    const letGo = () => {
      this.heldUntil = performance.now() + hold;
      this.stopGlide();
      this.hideTip();
    };
    // Who presses a key or a button wants to see what comes of it.
    const takeUp = () => {
      this.heldUntil = 0;
    };
    window.addEventListener('keydown', takeUp, { capture: true });
    window.addEventListener('pointerdown', takeUp, { capture: true });
    this.element.addEventListener('scroll', () => this.drawSoon(), { passive: true });
    this.element.addEventListener('wheel', letGo, { passive: true });
    this.element.addEventListener('touchmove', letGo, { passive: true });
    this.element.addEventListener('pointerdown', ({ target }) => {
      if (target === this.element) letGo(); // its scroll bar
    });
    this.list.addEventListener('keydown', (event) => this.onKey(event));
    this.list.addEventListener('click', (event) => {
      const row = this.pointedRow(event);
      if (row !== undefined) this.choose(row, 0);
    });
    this.list.addEventListener('dblclick', (event) => {
      const row = this.pointedRow(event);
      if (row !== undefined) this.host.reveal(row, true);
    });
    this.list.addEventListener('pointermove', (event) => this.onHover(event));
    this.element.addEventListener('pointerleave', () => this.onLeave());
    this.list.addEventListener('blur', () => this.hideTip());
    this.list.addEventListener('focus', () => {
      this.markActive();
      this.tipSoon(`row${this.active}`, tipDelay.keyboard);
    });
  }

  //#region what is where
  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const isWider = width !== this.size.width;
    this.size = { width, height };
    if (isWider) this.lay();
    else this.drawSoon();
    // The call may be shown before there is any room, and what is in sight may fall out of it.
    if (performance.now() >= this.heldUntil) this.showMoment(false);
  }

  private lay(): void {
    if (this.view === undefined || this.size.width === 0) return;
    // What is uppermost stays uppermost.
    const before = this.layout;
    const top = before === undefined ? undefined : rowAt(before, this.element.scrollTop);
    const within = top === undefined ? 0 : this.element.scrollTop - (before?.tops[top] ?? 0);
    const layout = layOutLadder(this.view, this.size.width);
    this.layout = layout;
    this.element.classList.toggle('narrow', layout.narrow);
    this.sheet.style.width = `${layout.width}px`;
    this.sheet.style.height = `${layout.height}px`;
    this.heads.style.width = `${layout.width}px`;
    this.heads.style.height = `${layout.headHeight}px`;
    this.element.style.setProperty('--time', `${layout.timeWidth}px`);
    this.drawHeads(this.view, layout);
    this.headHeight = layout.headHeight;
    if (top !== undefined) this.element.scrollTop = (layout.tops[top] ?? 0) + within;
    this.redraw();
  }

  /** Height of the part of the sheet that is in sight. */
  private get room(): number {
    return this.size.height - this.headHeight;
  }

  private rowTop(row: number): number {
    return this.layout?.tops[row] ?? 0;
  }

  private pointedRow(event: MouseEvent): number | undefined {
    const bar = this.pointedBar(event);
    if (bar !== undefined) return this.view?.media[bar]?.rows[0];
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.ladder-row') : null;
    return row?.dataset['row'] === undefined ? undefined : Number(row.dataset['row']);
  }

  private pointedBar(event: MouseEvent): number | undefined {
    if (this.layout === undefined) return undefined;
    const { left, top } = this.sheet.getBoundingClientRect();
    return barAt(this.layout, event.clientX - left, event.clientY - top);
  }
  //#endregion

  //#region drawing
  private redraw(): void {
    this.rows.clear();
    this.bars.clear();
    this.captions.clear();
    this.markMoment();
    this.draw();
  }

  private drawSoon(): void {
    if (this.drawing === 0) this.drawing = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = 0;
    const { view, layout } = this;
    if (view === undefined || layout === undefined) return;
    const { scrollTop } = this.element;
    const top = scrollTop - overscan * rowHeight;
    const bottom = scrollTop + this.room + overscan * rowHeight;
    const first = rowAt(layout, top);
    const last = rowAt(layout, bottom);
    this.rows.begin();
    this.bars.begin();
    this.captions.begin();
    for (let row = first; row <= last; row += 1) {
      this.drawRow(view, layout, row);
      this.drawGap(layout, row);
    }
    this.drawRow(view, layout, this.active); // stays: a screen reader is told of it
    layout.bars.forEach((bar, index) => {
      if (bar.y + bar.height >= top && bar.y <= bottom) this.drawBar(view, layout, index, top, bottom);
    });
    this.rows.end();
    this.bars.end();
    this.captions.end();
    this.markActive();
  }

  private drawHeads(view: ReplayView, layout: LadderLayout): void {
    const lines: HTMLElement[] = [];
    const heads = view.lanes.map((lane, index) => {
      const x = layout.laneX[index] ?? 0;
      const width = layout.headWidths[index] ?? 0;
      const line = make('div', { class: lane.fork === null ? 'ladder-lane' : 'ladder-lane fork' });
      line.style.left = `${x}px`;
      line.style.setProperty('--tone', forkTone(lane.fork).css);
      lines.push(line);
      const title = make('div', { class: 'ladder-title' });
      if (lane.fork !== null) title.append(make('span', { class: 'ladder-dot' }));
      title.append(make('span', { text: answered(view, lane) ? `${lane.title} ✓` : lane.title }));
      const head = make(
        'div',
        { class: 'ladder-head', title: [lane.title, lane.subtitle].filter((text) => text !== '').join('\n') },
        title,
        make('div', { class: 'ladder-subtitle', text: shortenSubtitle(lane.subtitle, width) }),
      );
      head.style.setProperty('--tone', forkTone(lane.fork).css);
      head.style.left = `${x - width / 2}px`;
      head.style.width = `${width}px`;
      return head;
    });
    this.heads.replaceChildren(...heads);
    this.lanes.replaceChildren(...lines);
  }

  private drawRow(view: ReplayView, layout: LadderLayout, index: number): void {
    const row = view.rows[index];
    if (row === undefined || this.rows.keep(`row${index}`)) return;
    const label = arrowLabel(row, this.t);
    const shape = shapeArrow(row, label, layout);
    const text = make('span', { class: `ladder-label ${shape.label.align}`, role: 'gridcell' });
    text.style.left = `${shape.label.x}px`;
    text.style.width = `${shape.label.width}px`;
    if (label.icon !== null) text.append(severityIcon(label.icon));
    text.append(make('span', { class: 'ladder-name', text: label.text }));
    if (label.outcome !== '') text.append(make('span', { class: 'ladder-outcome', text: label.outcome }));
    if (label.badge !== '') text.append(make('span', { class: 'ladder-badge', text: label.badge }));
    if (label.count !== '') text.append(make('span', { class: 'ladder-count', text: label.count }));
    const element = make(
      'div',
      { class: `ladder-row ${row.kind} ${row.evidence}`, role: 'row' },
      make('span', { class: 'ladder-time', role: 'gridcell', text: timeText(row.at) }),
      drawArrow(shape),
      text,
    );
    if (layout.notes !== null && row.defects.length > 0) {
      const note = make('span', { class: 'ladder-note', role: 'gridcell', text: row.defects.join(' · ') });
      note.style.left = `${layout.notes.x}px`;
      note.style.width = `${layout.notes.width}px`;
      element.append(note);
    }
    element.id = `ladder-row${index}`;
    element.dataset['row'] = String(index);
    element.style.top = `${layout.tops[index] ?? 0}px`;
    element.style.setProperty('--tone', forkTone(row.fork).css);
    if (row.severity !== null) {
      element.classList.add(row.severity);
      element.style.setProperty('--severity', severityShapes[row.severity].css);
    }
    element.classList.toggle('nominates', row.kind === 'check' && row.nominates);
    element.classList.toggle('unanswered', row.kind === 'check' && row.answer === 'none');
    element.classList.toggle('repeated', row.kind === 'sip' && row.retransmission);
    element.classList.toggle('plain', row.fork === null);
    element.classList.toggle('dimmed', this.isDimmed(row.fork));
    this.markRow(element, index);
    element.setAttribute('aria-rowindex', String(index + 1));
    element.setAttribute('aria-label', spokenRow(view, index, this.t));
    if (row.gist !== '') element.setAttribute('aria-description', row.gist);
    this.rows.add(`row${index}`, element);
  }

  private drawGap(layout: LadderLayout, row: number): void {
    const gap = layout.gaps.get(row);
    if (gap === undefined || this.captions.keep(`gap${row}`)) return;
    const text = make('span', { text: silenceText(gap.micros, this.t) });
    const element = make('div', { class: 'ladder-gap' }, text);
    element.style.top = `${gap.y}px`;
    element.style.height = `${gap.height}px`;
    this.captions.add(`gap${row}`, element);
  }

  private drawBar(view: ReplayView, layout: LadderLayout, index: number, top: number, bottom: number): void {
    const bar = layout.bars[index];
    const media = view.media[index];
    if (bar === undefined || media === undefined) return;
    const dimmed = this.isDimmed(media.fork) ? ' dimmed' : '';
    const tone = forkTone(media.fork).css;
    bar.stretches.forEach((stretch, place) => {
      if (stretch.y + stretch.height < top || stretch.y > bottom) return;
      if (this.bars.keep(`bar${index}.${place}`)) return;
      const element = make('div', { class: `ladder-bar ${stretch.judgement}${dimmed}` });
      element.style.setProperty('--tone', tone);
      element.style.left = `${bar.x}px`;
      element.style.width = `${bar.width}px`;
      element.style.top = `${stretch.y}px`;
      element.style.height = `${stretch.height}px`;
      this.bars.add(`bar${index}.${place}`, element);
    });
    if (this.captions.keep(`label${index}`)) return;
    const { label } = bar;
    const element = make('div', { class: `ladder-barlabel ${label.align}${dimmed}` });
    element.append(...label.lines.map((line) => make('div', { text: line })));
    element.style.left = `${label.x}px`;
    element.style.width = `${label.width}px`;
    element.style.top = `${label.y}px`;
    this.captions.add(`label${index}`, element);
  }

  private isDimmed(fork: number | null): boolean {
    return this.dimmed !== null && fork !== null && fork !== this.dimmed;
  }
  //#endregion

  //#region where the replay is
  /** The last row that the replay has come to; all of them before it begins. */
  private get reached(): number {
    if (this.step === undefined) return Infinity;
    return this.moments[this.step]?.reached ?? Infinity;
  }

  /** The row of the step that the replay is at. */
  private get row(): number | null {
    return this.step === undefined ? null : (this.moments[this.step]?.row ?? null);
  }

  private markMoment(): void {
    const { layout, reached } = this;
    if (layout === undefined) return;
    const { row } = this;
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
    element.classList.toggle('future', row > this.reached);
    element.classList.toggle('current', row === this.row);
  }

  private markActive(): void {
    for (const [key, element] of this.rows.all()) {
      const isActive = key === `row${this.active}`;
      element.classList.toggle('active', isActive);
      element.setAttribute('aria-selected', String(isActive));
    }
    if (this.rows.has(`row${this.active}`))
      this.list.setAttribute('aria-activedescendant', `ladder-row${this.active}`);
    else this.list.removeAttribute('aria-activedescendant');
  }

  /** Brings the row of the present step into sight. */
  private showMoment(smooth: boolean): void {
    const moment = this.step === undefined ? undefined : this.moments[this.step];
    if (moment !== undefined) this.bringIntoSight(moment.row ?? moment.reached, smooth);
  }

  private bringIntoSight(row: number, smooth: boolean): void {
    if (this.layout === undefined || this.room <= 0) return;
    const around = Math.min(3 * rowHeight, this.room / 4);
    const top = this.rowTop(row) - around;
    const bottom = this.rowTop(row) + rowHeight + around;
    const from = this.glide?.target ?? this.element.scrollTop;
    const to = Math.max(0, Math.min(from, top, this.layout.height - this.room), bottom - this.room);
    const target = Math.min(top < from ? Math.max(0, top) : to, Math.max(0, this.layout.height - this.room));
    if (Math.abs(target - from) < 1) return;
    const isFar = Math.abs(target - this.element.scrollTop) > 2 * this.room;
    if (!smooth || isFar || wantsLessMotion()) {
      this.stopGlide();
      this.element.scrollTop = target;
      this.drawSoon();
    } else this.glideTo(target);
  }

  private glideTo(target: number): void {
    if (this.glide !== undefined) {
      this.glide = { ...this.glide, target };
      return;
    }
    const next = (now: number) => {
      if (this.glide === undefined) return;
      const { target: to, at } = this.glide;
      const { scrollTop } = this.element;
      const moved = scrollTop + (to - scrollTop) * (1 - Math.exp(-Math.min(64, now - at) / 60));
      const isThere = Math.abs(to - moved) < 1;
      this.element.scrollTop = isThere ? to : moved;
      if (isThere) this.glide = undefined;
      else this.glide = { frame: requestAnimationFrame(next), target: to, at: now };
    };
    this.glide = { frame: requestAnimationFrame(next), target, at: performance.now() };
  }

  private stopGlide(): void {
    if (this.glide !== undefined) cancelAnimationFrame(this.glide.frame);
    this.glide = undefined;
  }
  //#endregion

  //#region keys and pointer
  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const count = this.view?.rows.length ?? 0;
    const page = Math.max(1, Math.floor(this.room / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -count,
      End: count,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const row = Math.max(0, Math.min(this.active + step, count - 1));
      if (count > 0) this.choose(row, revealDelay);
      this.tipSoon(`row${row}`, tipDelay.keyboard);
    } else if (event.key === 'Enter' && count > 0) this.host.reveal(this.active, true);
    else if (event.key === 'Escape' && this.tipFor !== '') this.hideTip();
    else return;
    event.preventDefault();
  }

  /** Moves the replay and the editor to a row. */
  private choose(row: number, delay: number): void {
    this.active = row;
    this.heldUntil = 0;
    this.hideTip();
    const steps = this.view?.rows[row]?.steps ?? null;
    if (steps !== null) this.host.select(steps[0]);
    this.active = row; // whatever row its step stands in
    this.bringIntoSight(row, false);
    this.draw();
    clearTimeout(this.revealing);
    if (this.view?.rows[row]?.range === null) return; // a prediction stands nowhere
    if (delay === 0) this.host.reveal(row, false);
    else this.revealing = setTimeout(() => this.host.reveal(row, false), delay);
  }

  private onHover(event: PointerEvent): void {
    const bar = this.pointedBar(event);
    const row = this.pointedRow(event);
    this.hovered.hidden = row === undefined || bar !== undefined;
    if (row !== undefined) this.hovered.style.top = `${this.rowTop(row)}px`;
    const about = bar !== undefined ? `bar${bar}` : row !== undefined ? `row${row}` : '';
    if (about === this.tipFor) return;
    this.hideTip();
    if (about !== '') this.tipSoon(about, tipDelay.pointer, { x: event.clientX, y: event.clientY });
  }

  private onLeave(): void {
    this.hovered.hidden = true;
    this.hideTip();
  }

  private tipSoon(about: string, delay: number, point?: { readonly x: number; readonly y: number }): void {
    clearTimeout(this.tipping);
    this.tipFor = about;
    this.tipping = setTimeout(() => this.showTip(about, point), delay);
  }

  private showTip(about: string, point: { readonly x: number; readonly y: number } | undefined): void {
    const { view } = this;
    const row = about.startsWith('row') ? Number(about.slice(3)) : undefined;
    const bar = about.startsWith('bar') ? Number(about.slice(3)) : undefined;
    if (view === undefined) return;
    const lines = row !== undefined ? this.tellRow(view, row) : this.tellBar(view, bar ?? 0);
    if (lines.length === 0) return;
    this.tip.replaceChildren(...lines);
    this.tip.showPopover();
    const { left } = this.element.getBoundingClientRect();
    const { top } = this.sheet.getBoundingClientRect();
    const beneath = row !== undefined ? top + this.rowTop(row) + rowHeight : (point?.y ?? 0) + 12;
    const above = row !== undefined ? top + this.rowTop(row) : (point?.y ?? 0) - 12;
    const { offsetWidth, offsetHeight } = this.tip;
    const x = point?.x ?? left + this.size.width; // by keyboard: at the edge, where it covers least
    const edge = point === undefined ? x : window.innerWidth;
    const fitsBeneath = beneath + offsetHeight <= window.innerHeight - 4 || above - offsetHeight < 4;
    this.tip.style.left = `${Math.max(4, Math.min(x + 12, edge - offsetWidth - 8))}px`;
    this.tip.style.top = `${Math.max(4, fitsBeneath ? beneath + 2 : above - offsetHeight - 2)}px`;
  }

  private hideTip(): void {
    clearTimeout(this.tipping);
    this.tipFor = '';
    if (this.tip.matches(':popover-open')) this.tip.hidePopover();
  }

  private tellRow(view: ReplayView, index: number): readonly HTMLElement[] {
    const row = view.rows[index];
    if (row === undefined) return [];
    const { text, outcome, badge, count } = arrowLabel(row, this.t);
    const words = [text, outcome, badge, count].filter((part) => part !== '').join(' ');
    const at = row.at === null ? '' : this.t('ladder.time', timeText(row.at));
    const heading = [at, endsOf(view, row, this.t), words].filter((part) => part !== '').join(' · ');
    const defects = row.defects.map((defect) => {
      const mark = severityIcon(row.severity ?? 'info');
      return make('div', { class: 'ladder-defect' }, mark, make('span', { text: defect }));
    });
    const foot = [
      evidenceText(row.evidence, this.t),
      row.frame === null ? '' : this.t('ladder.frame', String(row.frame)),
    ];
    return [
      make('div', { class: 'ladder-tip-head', text: heading }),
      ...(row.gist === '' ? [] : [make('div', { text: row.gist })]),
      ...defects,
      make('div', { class: 'ladder-tip-foot', text: foot.filter((part) => part !== '').join(' · ') }),
    ];
  }

  private tellBar(view: ReplayView, index: number): readonly HTMLElement[] {
    const bar = view.media[index];
    if (bar === undefined) return [];
    const most = 8;
    const stretches = bar.stretches.slice(0, most).map(({ begins, destination, judgement, why }) => {
      const at = begins === null ? '' : this.t('ladder.time', timeText(begins));
      const judged = this.t(judgements[judgement]);
      const where = [at, `→ ${destination}`, judged].filter((part) => part !== '').join(' · ');
      const line = make('div', { class: 'ladder-defect' });
      if (judgement !== 'unknown') line.append(severityIcon(judgement === 'wrong' ? 'error' : 'good'));
      line.append(make('span', { text: why === '' ? where : `${where}: ${why}` }));
      return line;
    });
    const rest = bar.stretches.length - most;
    return [
      make('div', { class: 'ladder-tip-head', text: barText(bar) }),
      ...stretches,
      ...(rest > 0
        ? [make('div', { class: 'ladder-tip-foot', text: this.t('ladder.more', String(rest)) })]
        : []),
    ];
  }
  //#endregion

  /** What the theme's colours are at this moment. */
  private paint(): LadderPaint {
    const probe = make('span');
    this.element.append(probe);
    const colour = (css: string) => {
      probe.style.color = '';
      probe.style.color = css;
      return getComputedStyle(probe).color;
    };
    const paint = {
      background: colour('var(--vscode-editor-background)'),
      foreground: colour('var(--vscode-foreground)'),
      muted: colour('var(--vscode-descriptionForeground, var(--vscode-foreground))'),
      severities: {
        error: colour(severityShapes.error.css),
        warning: colour(severityShapes.warning.css),
        info: colour(severityShapes.info.css),
        good: colour(severityShapes.good.css),
      },
      forks: Array.from({ length: toneCount }, (_, fork) => colour(forkTone(fork).css)),
      font: getComputedStyle(probe).fontFamily,
    };
    probe.remove();
    return paint;
  }
}

const judgements = {
  right: 'ladder.right',
  wrong: 'ladder.wrong',
  unknown: 'ladder.notJudged',
} as const;

/** Elements by name, of which those stay that are asked for between `begin` and `end`. */
class Drawn {
  readonly element = make('div', { role: 'presentation' });
  private readonly elements = new Map<string, HTMLElement>();
  private wanted = new Set<string>();

  begin(): void {
    this.wanted = new Set();
  }

  /** Whether it is there already. */
  keep(key: string): boolean {
    this.wanted.add(key);
    return this.elements.has(key);
  }

  add(key: string, element: HTMLElement): void {
    this.elements.set(key, element);
    this.element.append(element);
  }

  end(): void {
    for (const [key, element] of this.elements) {
      if (this.wanted.has(key)) continue;
      element.remove();
      this.elements.delete(key);
    }
  }

  clear(): void {
    this.elements.clear();
    this.element.replaceChildren();
  }

  has(key: string): boolean {
    return this.elements.has(key);
  }

  all(): IterableIterator<[string, HTMLElement]> {
    return this.elements.entries();
  }
}

/** Of a step: its row, and the last row that has happened by then (-1: none). */
interface Moment {
  readonly row: number | null;
  readonly reached: number;
}

function momentsOf({ steps }: ReplayView): readonly Moment[] {
  let reached = -1;
  return steps.map(({ row }) => {
    reached = Math.max(reached, row ?? -1);
    return { row, reached };
  });
}

function severityIcon(severity: keyof typeof severityShapes): SVGElement {
  const { path, css } = severityShapes[severity];
  const svg = makeSvg('svg', { viewBox: '0 0 16 16', class: 'ladder-icon', 'aria-hidden': 'true' });
  svg.style.setProperty('--severity', css);
  svg.append(makeSvg('path', { d: path, 'fill-rule': 'evenodd' }));
  return svg;
}

function drawArrow({ line, cross, head }: ArrowShape): SVGElement {
  const parts = { glow: line, line, cross, head };
  const paths = Object.entries(parts).filter(([, d]) => d !== '');
  return makeSvg(
    'svg',
    { class: 'ladder-arrow', 'aria-hidden': 'true' },
    ...paths.map(([name, d]) => makeSvg('path', { class: name, d })),
  );
}

function wantsLessMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
