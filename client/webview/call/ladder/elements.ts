/** What the ladder consists of, each as an element in its place. */
import type { VerdictSeverity } from '../../../../shared/ice';
import type { Lane, MediaBar, ReplayView, Row } from '../../../../shared/replay-view';
import { make, makeButton } from '../../dom';
import { forkTone } from '../fork-tones';
import { severityShapes } from '../severity-shapes';
import { makeSvg } from '../svg';
import { type BarBox, type Gap, type LadderLayout } from './layout';
import { shapeArrow, type ArrowShape } from './arrow';
import { shortenSubtitle } from './measure';
import { answered, arrowLabel, silenceText, spokenRow, timeText, type Translate } from './text';

/** The line of a lane. */
export function makeLane({ fork }: Lane, x: number): HTMLElement {
  const line = make('div', { class: fork === null ? 'ladder-lane' : 'ladder-lane fork' });
  line.style.left = `${x}px`;
  line.style.setProperty('--tone', forkTone(fork).css);
  return line;
}

/**
 * What stands above a lane.
 *
 * @param fold what a click on it does; none for most
 */
export function makeHead(
  view: ReplayView,
  lane: Lane,
  x: number,
  width: number,
  fold: (() => void) | undefined,
): HTMLElement {
  const title = make('div', { class: 'ladder-title' });
  if (lane.fork !== null) title.append(make('span', { class: 'ladder-dot' }));
  const text = answered(view, lane) ? `${lane.title} ✓` : lane.title;
  title.append(
    fold === undefined ? make('span', { text }) : makeButton({ class: 'ladder-fold', text }, fold),
  );
  const head = make(
    'div',
    { class: 'ladder-head', title: [lane.title, lane.subtitle].filter((text) => text !== '').join('\n') },
    title,
    make('div', { class: 'ladder-subtitle', text: shortenSubtitle(lane.subtitle, width) }),
  );
  if (fold === undefined) head.ariaHidden = 'true'; // rows say it all
  head.style.setProperty('--tone', forkTone(lane.fork).css);
  head.style.left = `${x - width / 2}px`;
  head.style.width = `${width}px`;
  return head;
}

/** A row: its time, its arrow, its words. */
export function makeRow(
  view: ReplayView,
  row: Row,
  index: number,
  layout: LadderLayout,
  t: Translate,
): HTMLElement {
  const label = arrowLabel(row, t);
  const shape = shapeArrow(row, label, layout);
  const element = make(
    'div',
    { class: `ladder-row ${row.kind} ${row.evidence}`, role: 'row' },
    make('span', { class: 'ladder-time', role: 'gridcell', text: timeText(row.at) }),
    makeArrow(shape),
    makeLabel(label, shape),
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
  element.setAttribute('aria-rowindex', String(index + 1));
  element.setAttribute('aria-label', spokenRow(view, index, t));
  if (row.gist !== '') element.setAttribute('aria-description', row.gist);
  return element;
}

function makeLabel(
  { icon, text, outcome, badge, count }: ReturnType<typeof arrowLabel>,
  { label }: ArrowShape,
): HTMLElement {
  const element = make('span', { class: `ladder-label ${label.align}`, role: 'gridcell' });
  element.style.left = `${label.x}px`;
  element.style.width = `${label.width}px`;
  if (icon !== null) element.append(severityIcon(icon));
  element.append(make('span', { class: 'ladder-name', text }));
  if (outcome !== '') element.append(make('span', { class: 'ladder-outcome', text: outcome }));
  if (badge !== '') element.append(make('span', { class: 'ladder-badge', text: badge }));
  if (count !== '') element.append(make('span', { class: 'ladder-count', text: count }));
  return element;
}

function makeArrow({ line, cross, head }: ArrowShape): SVGElement {
  const parts = { glow: line, line, cross, head };
  const paths = Object.entries(parts).filter(([, d]) => d !== '');
  return makeSvg(
    'svg',
    { class: 'ladder-arrow', 'aria-hidden': 'true' },
    ...paths.map(([name, d]) => makeSvg('path', { class: name, d })),
  );
}

/** A silence between two rows, or a leap of the capture's clock. */
export function makeGap({ y, height, micros, leap }: Gap, t: Translate): HTMLElement {
  const element = make(
    'div',
    { class: 'ladder-gap' },
    make('span', { text: micros === null ? '' : silenceText(micros, t) }),
    ...(leap === undefined ? [] : [make('b', { text: leap })]),
  );
  element.style.top = `${y}px`;
  element.style.height = `${height}px`;
  return element;
}

/** A stretch of a stream of media. */
export function makeStretch(
  { fork }: MediaBar,
  bar: BarBox,
  { y, height, judgement }: BarBox['stretches'][number],
): HTMLElement {
  const element = make('div', { class: `ladder-bar ${judgement}` });
  element.style.setProperty('--tone', forkTone(fork).css);
  element.style.left = `${bar.x}px`;
  element.style.width = `${bar.width}px`;
  element.style.top = `${y}px`;
  element.style.height = `${height}px`;
  return element;
}

/** The words beside a stream of media. */
export function makeBarLabel({ label }: BarBox): HTMLElement {
  const element = make('div', { class: `ladder-barlabel ${label.align}` });
  element.append(...label.lines.map((line) => make('div', { text: line })));
  element.style.left = `${label.x}px`;
  element.style.width = `${label.width}px`;
  element.style.top = `${label.y}px`;
  return element;
}

/** The picture of a severity, as on an arrow. */
export function severityIcon(severity: VerdictSeverity): SVGElement {
  const { path, css } = severityShapes[severity];
  const svg = makeSvg('svg', { viewBox: '0 0 16 16', class: 'ladder-icon', 'aria-hidden': 'true' });
  svg.style.setProperty('--severity', css);
  svg.append(makeSvg('path', { d: path, 'fill-rule': 'evenodd' }));
  return svg;
}
