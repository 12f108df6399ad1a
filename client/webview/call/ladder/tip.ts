import type { ReplayView } from '../../../../shared/replay-view';
import { make } from '../../dom';
import { severityIcon } from './elements';
import { arrowLabel, barText, endsOf, evidenceText, timeText, type Translate } from './text';

/** How long one rests on something before it is explained, in milliseconds. */
const delays = { pointer: 350, keyboard: 700 };
/** Stretches of a stream that are told one by one. */
const mostStretches = 8;

/** A row or a bar of media, by its place in the view. */
export interface Subject {
  readonly kind: 'row' | 'bar';
  readonly index: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a tip needs to know of the ladder. */
export interface TipHost {
  view(): ReplayView | undefined;
  /** Upper and lower edge of a row in the window, in pixels. */
  edgesOf(row: number): { readonly top: number; readonly bottom: number };
  /** The right edge of the ladder in the window, in pixels. */
  edge(): number;
}

/** Explains what the pointer or the keyboard rests on. */
export class Tip {
  readonly element = make('div', { class: 'ladder-tip', role: 'tooltip' });
  private timer = 0;
  private subject: Subject | undefined;

  constructor(
    private readonly host: TipHost,
    private readonly t: Translate,
  ) {
    this.element.popover = 'manual';
    this.element.id = 'ladder-tip';
  }

  /** Whether something is explained, or soon will be. */
  get isWanted(): boolean {
    return this.subject !== undefined;
  }

  /** Follows the pointer. */
  follow(subject: Subject | undefined, point: Point): void {
    if (subject?.kind === this.subject?.kind && subject?.index === this.subject?.index) return;
    this.hide();
    if (subject !== undefined) this.soon(subject, point);
  }

  /** Explains something in a while; without a point at the edge of the ladder, where it covers least. */
  soon(subject: Subject, point?: Point): void {
    clearTimeout(this.timer);
    this.subject = subject;
    const delay = point === undefined ? delays.keyboard : delays.pointer;
    this.timer = setTimeout(() => this.show(subject, point), delay);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.subject = undefined;
    if (this.element.matches(':popover-open')) this.element.hidePopover();
  }

  private show({ kind, index }: Subject, point: Point | undefined): void {
    const view = this.host.view();
    if (view === undefined) return;
    const lines = kind === 'row' ? tellRow(view, index, this.t) : tellBar(view, index, this.t);
    if (lines.length === 0) return;
    this.element.replaceChildren(...lines);
    this.element.showPopover();
    const y = point?.y ?? 0;
    const { top, bottom } = kind === 'row' ? this.host.edgesOf(index) : { top: y - 12, bottom: y + 12 };
    const { offsetWidth, offsetHeight } = this.element;
    const x = point?.x ?? this.host.edge();
    const edge = point === undefined ? x : window.innerWidth;
    const fitsBeneath = bottom + offsetHeight <= window.innerHeight - 4 || top - offsetHeight < 4;
    this.element.style.left = `${Math.max(4, Math.min(x + 12, edge - offsetWidth - 8))}px`;
    this.element.style.top = `${Math.max(4, fitsBeneath ? bottom + 2 : top - offsetHeight - 2)}px`;
  }
}

function tellRow(view: ReplayView, index: number, t: Translate): readonly HTMLElement[] {
  const row = view.rows[index];
  if (row === undefined) return [];
  const { text, outcome, badge, count } = arrowLabel(row, t);
  const words = [text, outcome, badge, count].filter((part) => part !== '').join(' ');
  const at = row.at === null ? '' : t('ladder.time', timeText(row.at));
  const heading = [at, endsOf(view, row, t), words].filter((part) => part !== '').join(' · ');
  const defects = row.defects.map((defect) => {
    const mark = severityIcon(row.severity ?? 'info');
    return make('div', { class: 'ladder-defect' }, mark, make('span', { text: defect }));
  });
  const foot = [
    evidenceText(row.evidence, t),
    row.frame === null ? '' : t('ladder.frame', String(row.frame)),
  ];
  return [
    make('div', { class: 'ladder-tip-head', text: heading }),
    ...(row.gist === '' ? [] : [make('div', { text: row.gist })]),
    ...defects,
    make('div', { class: 'ladder-tip-foot', text: foot.filter((part) => part !== '').join(' · ') }),
  ];
}

const judgements = {
  right: 'ladder.right',
  wrong: 'ladder.wrong',
  unknown: 'ladder.notJudged',
} as const;

function tellBar(view: ReplayView, index: number, t: Translate): readonly HTMLElement[] {
  const bar = view.media[index];
  if (bar === undefined) return [];
  const stretches = bar.stretches.slice(0, mostStretches).map(({ begins, destination, judgement, why }) => {
    const at = begins === null ? '' : t('ladder.time', timeText(begins));
    const judged = t(judgements[judgement]);
    const where = [at, `→ ${destination}`, judged].filter((part) => part !== '').join(' · ');
    const line = make('div', { class: 'ladder-defect' });
    if (judgement !== 'unknown') line.append(severityIcon(judgement === 'wrong' ? 'error' : 'good'));
    line.append(make('span', { text: why === '' ? where : `${where}: ${why}` }));
    return line;
  });
  const rest = bar.stretches.length - mostStretches;
  return [
    make('div', { class: 'ladder-tip-head', text: barText(bar) }),
    ...stretches,
    ...(rest > 0 ? [make('div', { class: 'ladder-tip-foot', text: t('ladder.more', String(rest)) })] : []),
  ];
}
