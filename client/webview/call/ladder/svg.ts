/** The ladder as a picture that needs nothing beside it: no style sheet, no font, no script. Pure. */
import { Markup, xml as svg } from '../../../../shared/markup';
import type { MediaBar, ReplayView, Row } from '../../../../shared/replay-view';
import type { VerdictSeverity } from '../../../../shared/ice';
import { shapeArrow, type Box } from './arrow';
import { arrowY, layOutLadder, lineHeight, rowHeight, type LadderLayout } from './layout';
import { boldly, fit, fontSize, shortenSubtitle, textWidth, wrap } from './measure';
import { answered, arrowLabel, evidenceText, silenceText, timeText, type Translate } from './text';
import { severityShapes } from '../severity-shapes';

/** Colours as a browser computes them (`rgb(1, 2, 3)`, `#123456`), without custom properties. */
export interface LadderPaint {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly severities: Readonly<Record<VerdictSeverity, string>>;
  /** By place in `ReplayView.forks`; those after the last one begin again. */
  readonly forks: readonly string[];
  /** Value of `font-family`. */
  readonly font: string;
}

/** Between two lanes, if nothing wants more. */
const spacing = 150;
const leastWidth = 720;
const sideMargin = 16;
const headHeight = 40;
const legendHeight = 34;
/** Lines of one sentence about a defect. */
const mostLines = 4;

/**
 * @param height at most, in pixels: rows that do not fit are left out, and a line says so
 * @returns a whole SVG document
 */
export function ladderSvg(
  view: ReplayView,
  paint: LadderPaint,
  t: Translate,
  height = Number.POSITIVE_INFINITY,
): string {
  const width = Math.max(leastWidth, 200 + spacing * Math.max(0, view.lanes.length - 1));
  const heading = headingOf(view, width, t);
  const top = 18 + heading.length * 18 + headHeight;
  const whole = new Notes(view, width);
  const all = layOutLadder(view, width, (row) => whole.heightOf(row));
  const room = height - top - legendHeight - 20;
  const count = all.height <= room ? view.rows.length : all.ends.filter((end) => end <= room).length;
  const shown = count === view.rows.length ? view : firstRows(view, Math.max(1, count));
  const notes = shown === view ? whole : new Notes(shown, width);
  const layout = shown === view ? all : layOutLadder(shown, width, (row) => notes.heightOf(row));
  const cut = shown === view ? '' : t('ladder.cut', String(shown.rows.length), String(view.rows.length));
  const bottom = top + layout.height + (cut === '' ? 0 : 20);
  const picture = new Picture(paint);
  const end = bottom + legendHeight;
  const name = t('ladder.picture', view.from, view.to);
  const description = [view.simulated ?? '', view.headline.text].filter((part) => part !== '').join('. ');
  return Markup.lines([
    svg`<?xml version="1.0" encoding="UTF-8"?>`,
    svg`<svg xmlns="http://www.w3.org/2000/svg" width="${layout.width}" height="${end}" viewBox="0 0 ${layout.width} ${end}" role="img" aria-labelledby="ladder-title ladder-desc" font-family="${paint.font}" font-size="${fontSize}">`,
    svg`<title id="ladder-title">${name}</title>`,
    svg`<desc id="ladder-desc">${description}</desc>`,
    svg`<rect width="100%" height="100%" fill="${picture.background}"/>`,
    ...drawHeading(heading, paint, picture),
    svg`<g transform="translate(0 ${top})">`,
    ...drawLanes(shown, layout, paint, picture),
    ...drawGaps(layout, paint, picture, t),
    ...shown.media.flatMap((bar, index) => drawBar(bar, index, layout, paint, picture)),
    ...shown.rows.map((row, index) => drawRow(row, index, layout, notes, paint, picture, t)),
    svg`</g>`,
    picture.text(sideMargin, bottom - 6, cut, { colour: paint.foreground, bold: true }),
    ...drawLegend(bottom, paint, picture, t),
    svg`</svg>`,
    svg``,
  ]).text;
}

interface HeadingLine {
  readonly text: string;
  readonly size: number;
  readonly isMain: boolean;
}

function headingOf(view: ReplayView, width: number, t: Translate): readonly HeadingLine[] {
  const room = width - 2 * sideMargin;
  const lines: HeadingLine[] = wrap(view.headline.text, room, boldly(14), 3).map((text) => ({
    text,
    size: 14,
    isMain: true,
  }));
  const ends = view.from === '' && view.to === '' ? '' : `${view.from} → ${view.to}`;
  const facts = [ends, view.callId === null ? '' : `Call-ID ${view.callId}`]
    .filter((part) => part !== '')
    .join(' · ');
  if (facts !== '') lines.push({ text: fit(facts, room, 12), size: 12, isMain: false });
  if (view.simulated !== null)
    lines.unshift({
      text: fit(t('ladder.simulated', view.simulated), room, boldly(13)),
      size: 13,
      isMain: true,
    });
  return lines;
}

function drawHeading(lines: readonly HeadingLine[], paint: LadderPaint, picture: Picture): readonly Markup[] {
  return lines.map(({ text, size, isMain }, index) =>
    picture.text(sideMargin, 24 + index * 18, text, {
      size,
      colour: isMain ? paint.foreground : paint.muted,
      bold: isMain,
    }),
  );
}

/** The view with its first rows alone. */
function firstRows(view: ReplayView, count: number): ReplayView {
  return {
    ...view,
    rows: view.rows.slice(0, count),
    media: view.media.filter(({ rows }) => rows[0] < count),
  };
}

/** The defects of rows, as lines beneath them. */
class Notes {
  private readonly lines: readonly (readonly string[])[];

  constructor(view: ReplayView, width: number) {
    const room = width - 130;
    this.lines = view.rows.map(({ defects }) =>
      defects.flatMap((defect) => wrap(defect, room, fontSize, mostLines)),
    );
  }

  of(row: number): readonly string[] {
    return this.lines[row] ?? [];
  }

  heightOf(row: number): number {
    const { length } = this.of(row);
    return length === 0 ? 0 : length * lineHeight + 4;
  }
}

function drawLanes(
  view: ReplayView,
  layout: LadderLayout,
  paint: LadderPaint,
  picture: Picture,
): readonly Markup[] {
  return view.lanes.map((lane, index) => {
    const x = layout.laneX[index] ?? 0;
    const width = layout.headWidths[index] ?? 0;
    const colour = forkColour(paint, lane.fork, paint.muted);
    const title = fit(answered(view, lane) ? `${lane.title} ✓` : lane.title, width - 14, boldly(12));
    const dot = lane.fork === null ? '' : svg`<tspan fill="${picture.colour(colour)}">● </tspan>`;
    const subtitle = shortenSubtitle(lane.subtitle, width);
    return svg`${[
      svg`<path d="M${x} 0V${round(layout.height)}" stroke="${picture.colour(colour)}" stroke-opacity="0.5"/>`,
      svg`<text x="${x}" y="-22" fill="${picture.colour(paint.foreground)}" font-size="12" font-weight="600" text-anchor="middle">${dot}${title}</text>`,
      picture.text(x, -8, subtitle, { colour: paint.muted, anchor: 'middle' }),
    ]}`;
  });
}

/** Silences and leaps of the capture's clock, each as a line of its own. */
function drawGaps(
  { gaps, timeWidth, width }: LadderLayout,
  paint: LadderPaint,
  picture: Picture,
  t: Translate,
): readonly Markup[] {
  return [...gaps.values()].map((gap) => {
    const y = gap.y + gap.height / 2;
    const text = gap.micros === null ? '' : silenceText(gap.micros, t);
    const leap = gap.leap ?? '';
    const dots = timeWidth + (leap === '' ? 0 : textWidth(leap) + 8);
    return svg`<rect x="${timeWidth}" y="${y - 2}" width="${width - timeWidth - 8}" height="4" fill="${picture.background}"/><path d="M${dots} ${y}H${width - 8}" stroke="${picture.colour(paint.muted)}" stroke-dasharray="1 3"/>${picture.text(timeWidth - 8, y + 4, text, { colour: paint.muted, anchor: 'end' })}${picture.text(timeWidth, y + 4, leap, { colour: paint.foreground })}`;
  });
}

function drawBar(
  bar: MediaBar,
  index: number,
  layout: LadderLayout,
  paint: LadderPaint,
  picture: Picture,
): readonly Markup[] {
  const box = layout.bars[index];
  if (box === undefined) return [];
  const tone = picture.colour(forkColour(paint, bar.fork, paint.foreground));
  const alarm = picture.colour(paint.severities.error);
  const { label } = box;
  return [
    ...box.stretches.map(({ y, height, judgement }) => {
      const place = svg`x="${round(box.x)}" y="${round(y)}" width="${box.width}" height="${round(height)}" rx="2"`;
      if (judgement !== 'wrong')
        return svg`<rect ${place} fill="${tone}" fill-opacity="${judgement === 'right' ? 0.65 : 0.22}" stroke="${tone}"/>`;
      return svg`<rect ${place} fill="${picture.background}" stroke="${alarm}"/><path d="${hatch(box.x, y, box.width, height)}" stroke="${alarm}" stroke-width="1.5"/>`;
    }),
    ...label.lines.map((line, place) =>
      picture.text(
        label.align === 'start' ? label.x : label.x + label.width,
        label.y + place * lineHeight + 11,
        line,
        { colour: paint.muted, anchor: label.align },
      ),
    ),
  ];
}

/** Slanting lines in a box: a pattern would want a name that is unique in the page around it. */
function hatch(x: number, y: number, width: number, height: number): string {
  const most = 2_000; // lines, however long the stretch is
  const apart = Math.max(5, height / most);
  let path = '';
  for (let at = y; at < y + height; at += apart) {
    const rise = Math.min(width, at - y);
    if (rise > 0) path += `M${round(x)} ${round(at)}l${round(rise)} ${round(-rise)}`;
  }
  return path;
}

function drawRow(
  row: Row,
  index: number,
  layout: LadderLayout,
  notes: Notes,
  paint: LadderPaint,
  picture: Picture,
  t: Translate,
): Markup {
  const label = arrowLabel(row, t);
  const shape = shapeArrow(row, label, layout);
  const colour = picture.colour(forkColour(paint, row.fork, paint.foreground));
  const isRepeated = row.kind === 'sip' && row.retransmission;
  const nominates = row.kind === 'check' && row.nominates;
  const severity = row.severity === null ? undefined : picture.colour(paint.severities[row.severity]);
  const isWrong = row.severity === 'error' || row.severity === 'warning';
  const lines = notes.of(index);
  return svg`${[
    svg`<g transform="translate(0 ${round(layout.tops[index] ?? 0)})">`,
    svg`<title>${row.gist}</title>`,
    picture.text(layout.timeWidth - 8, arrowY + 4, timeText(row.at), { colour: paint.muted, anchor: 'end' }),
    isWrong
      ? svg`<path d="${shape.line}" fill="none" stroke="${severity ?? colour}" stroke-width="7" stroke-opacity="0.35"/>`
      : svg``,
    isRepeated ? svg`<g opacity="0.45">` : svg`<g>`,
    svg`<path d="${shape.line}" fill="none" stroke="${colour}" ${strokes[nominates ? 'nominates' : row.evidence]}/>`,
    shape.cross === ''
      ? svg``
      : svg`<path d="${shape.cross}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    shape.head === '' ? svg`` : svg`<path d="${shape.head}" fill="${colour}"/>`,
    svg`</g>`,
    drawLabel(label, shape.label, nominates, isRepeated, severity, paint, picture),
    ...lines.map((line, place) =>
      picture.text(layout.timeWidth + 12, rowHeight + 11 + place * lineHeight, line),
    ),
    lines.length > 0 && severity !== undefined
      ? svg`<path d="M${layout.timeWidth + 4} ${rowHeight + 2}v${lines.length * lineHeight - 2}" stroke="${severity}" stroke-width="2"/>`
      : svg``,
    svg`</g>`,
  ]}`;
}

const strokes = {
  observed: svg`stroke-width="1.75"`,
  nominates: svg`stroke-width="2.5"`,
  derived: svg`stroke-width="0.8"`,
  predicted: svg`stroke-width="1.25" stroke-dasharray="6 4"`,
  unknown: svg`stroke-width="1.25" stroke-dasharray="1.5 3"`,
} as const;

function drawLabel(
  { icon, text, outcome, badge, count }: ReturnType<typeof arrowLabel>,
  box: Box,
  bold: boolean,
  isRepeated: boolean,
  severity: string | undefined,
  paint: LadderPaint,
  picture: Picture,
): Markup {
  const words = [text, outcome, badge === '' ? '' : `[${badge}]`, count].filter((part) => part !== '');
  const iconWidth = icon === null ? 0 : 15;
  const width = words.reduce((sum, word) => sum + textWidth(word) + 4, iconWidth - 4);
  const [first = '', ...rest] = words;
  const room = Math.max(width, box.width);
  const x =
    box.align === 'start'
      ? box.x
      : box.align === 'end'
        ? box.x + box.width - width
        : box.x + box.width / 2 - Math.min(width, room) / 2;
  const mark =
    icon === null
      ? ''
      : svg`<path transform="translate(${round(x)} 2.5) scale(0.75)" fill-rule="evenodd" fill="${severity ?? ''}" d="${severityShapes[icon].path}"/>`;
  const more = rest.map(
    (word) => svg` <tspan fill="${picture.colour(paint.muted)}" font-weight="400">${word}</tspan>`,
  );
  const weight = bold ? svg` font-weight="600"` : '';
  const colour = picture.colour(isRepeated ? paint.muted : paint.foreground);
  return svg`${mark}<text x="${round(x + iconWidth)}" y="13" fill="${colour}"${weight} ${picture.halo}>${first}${more}</text>`;
}

function drawLegend(y: number, paint: LadderPaint, picture: Picture, t: Translate): readonly Markup[] {
  const colour = picture.colour(paint.muted);
  const line = y + 18;
  let x = sideMargin;
  const items = (['observed', 'derived', 'predicted'] as const).map((evidence) => {
    const text = evidenceText(evidence, t);
    const item = svg`<path d="M${x} ${line - 4}h26" stroke="${colour}" ${strokes[evidence]}/>${picture.text(x + 32, line, text, { colour: paint.muted })}`;
    x += 52 + textWidth(text);
    return item;
  });
  const alarm = picture.colour(paint.severities.error);
  const box = svg`<rect x="${round(x)}" y="${line - 12}" width="8" height="14" rx="2" fill="${picture.background}" stroke="${alarm}"/><path d="${hatch(x, line - 12, 8, 14)}" stroke="${alarm}" stroke-width="1.5"/>`;
  return [...items, box, picture.text(x + 14, line, t('ladder.legendWrong'), { colour: paint.muted })];
}

function forkColour({ forks }: LadderPaint, fork: number | null, otherwise: string): string {
  return fork === null ? otherwise : (forks[fork % Math.max(1, forks.length)] ?? otherwise);
}

interface TextStyle {
  readonly size?: number;
  readonly colour?: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

class Picture {
  readonly background: string;
  /** Around text, so that lanes do not cross it out. */
  readonly halo: Markup;

  constructor(private readonly paint: LadderPaint) {
    this.background = flatten(paint.background, [255, 255, 255]);
    this.halo = svg`paint-order="stroke" stroke="${this.background}" stroke-width="3" stroke-linejoin="round"`;
  }

  /** For an attribute of SVG 1.1, which knows no transparent colours. */
  colour(css: string): string {
    return flatten(css, readColour(this.background)?.rgb ?? [255, 255, 255]);
  }

  text(x: number, y: number, text: string, { size, colour, bold, anchor = 'start' }: TextStyle = {}): Markup {
    if (text === '') return svg``;
    const fill = this.colour(colour ?? this.paint.foreground);
    const letters = size === undefined ? '' : svg` font-size="${size}"`;
    const weight = bold === true ? svg` font-weight="600"` : '';
    const standing = anchor === 'start' ? '' : svg` text-anchor="${anchor}"`;
    return svg`<text x="${round(x)}" y="${round(y)}" fill="${fill}"${letters}${weight}${standing} ${this.halo}>${text}</text>`;
  }
}

type Rgb = readonly [red: number, green: number, blue: number];

/** `#rrggbb` of a colour over another one; black of what is not understood. */
function flatten(css: string, under: Rgb): string {
  const { rgb, alpha } = readColour(css) ?? { rgb: [0, 0, 0] as const, alpha: 1 };
  const mixed = rgb.map((part, index) => Math.round(part * alpha + (under[index] ?? 0) * (1 - alpha)));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function readColour(css: string): { readonly rgb: Rgb; readonly alpha: number } | undefined {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(css);
  if (hex !== null) {
    const [red = 0, green = 0, blue = 0] = hex.slice(1).map((part) => parseInt(part, 16));
    return { rgb: [red, green, blue], alpha: 1 };
  }
  const parts = /^rgba?\(([^()]{1,80})\)$/
    .exec(css)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  if (parts === undefined || parts.some(Number.isNaN)) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return { rgb: [red, green, blue], alpha };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
