/** The shapes of arrows, and where their labels stand. Pure: the same for the panel and for a picture. */
import type { Row } from '../../../../shared/replay-view';
import { arrowY, laneAt, type LadderLayout } from './layout';
import { fontSize, textWidth } from './measure';
import type { ArrowLabel } from './text';

/** An arrow with its label; y counts from the top of its row. */
export interface ArrowShape {
  readonly line: string;
  /** A cross where nobody answers, stroked as the line is but never dashed; else empty. */
  readonly cross: string;
  /** Filled; empty where nothing arrives. */
  readonly head: string;
  readonly label: Box;
}

export interface Box {
  readonly x: number;
  readonly width: number;
  readonly align: 'start' | 'middle' | 'end';
}

export function shapeArrow(row: Row, label: ArrowLabel, layout: LadderLayout): ArrowShape {
  const from = laneAt(layout, row.from);
  const to = laneAt(layout, row.to);
  const width = labelWidth(label);
  if (row.kind === 'packet' && row.what === 'timeout') return shapeMark(from, width, layout);
  if (row.from === row.to) return shapeLoop(from, width, layout);
  const toRight = to > from;
  const direction = toRight ? 1 : -1;
  const size = row.kind === 'check' && row.nominates ? 10 : 8;
  const box = labelBox((from + to) / 2, width, layout);
  if (row.kind === 'check' && row.answer === 'none') {
    const x = to - direction * 12; // it is not known whether it arrived
    const cross = `M${x - 4} ${arrowY - 4}l8 8M${x - 4} ${arrowY + 4}l8 -8`;
    return { line: `M${from} ${arrowY}H${x}`, cross, head: '', label: box };
  }
  const base = to - direction * size;
  return {
    line: `M${from} ${arrowY}H${base}`,
    cross: '',
    head: `M${to} ${arrowY}L${base} ${arrowY - size / 2}V${arrowY + size / 2}z`,
    label: box,
  };
}

/** What is no packet: a cross on the lifeline of who waited. */
function shapeMark(x: number, width: number, layout: LadderLayout): ArrowShape {
  const { label } = shapeLoop(x, width, layout);
  const cross = `M${x - 5} ${arrowY - 9}l10 10M${x - 5} ${arrowY + 1}l10 -10`;
  return { line: '', cross, head: '', label };
}

function shapeLoop(x: number, width: number, layout: LadderLayout): ArrowShape {
  const edge = layout.notes?.x ?? layout.width;
  const toRight = x + 30 + width <= edge || x - 30 - width < layout.timeWidth;
  const direction = toRight ? 1 : -1;
  const base = x + direction * 7;
  const y = arrowY;
  const line = `M${x} ${y - 10}H${x + direction * 14}V${y}H${base}`;
  const head = `M${x} ${y}L${base} ${y - 3.5}V${y + 3.5}z`;
  const room = toRight ? layout.width - x - 24 : x - 24 - layout.timeWidth;
  const box = Math.max(20, Math.min(room, width));
  return {
    line,
    cross: '',
    head,
    label: {
      x: toRight ? x + 20 : x - 20 - box,
      width: box,
      align: toRight ? 'start' : 'end',
    },
  };
}

function labelWidth({ icon, text, outcome, badge, count }: ArrowLabel): number {
  const parts = [text, outcome, count].filter((part) => part !== '');
  return (
    parts.reduce((sum, part) => sum + textWidth(part) + 4, 0) +
    (icon === null ? 0 : 16) +
    (badge === '' ? 0 : textWidth(badge, fontSize - 1) + 14)
  );
}

/** Over the middle of its arrow, as far as the edges let it. */
function labelBox(middle: number, width: number, { timeWidth, width: whole }: LadderLayout): Box {
  const left = middle - timeWidth;
  const right = whole - 4 - middle;
  const half = Math.min(left, right);
  if (half >= width / 2) return { x: middle - half, width: half * 2, align: 'middle' };
  const box = Math.min(width, whole - 4 - timeWidth);
  return left < right
    ? { x: timeWidth, width: box, align: 'start' }
    : { x: whole - 4 - box, width: box, align: 'end' };
}
