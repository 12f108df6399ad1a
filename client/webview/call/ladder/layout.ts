/**
 * Where everything of the ladder stands, in CSS pixels from its upper left corner (beneath the heads of the lanes).
 * Pure: the same for the panel and for a picture.
 */
import type { MediaBar, MediaStretch, ReplayView } from '../../../../shared/replay-view';
import { boldly, fontSize, textWidth, wrap } from './measure';
import { leapBefore } from './text';

/** What of a view has a place. */
export type Drawn = Pick<ReplayView, 'lanes' | 'rows' | 'media' | 'timed' | 'capture'>;

/** Height of a row, and where in it the arrow lies; the style sheet has the same. */
export const rowHeight = 28;
export const arrowY = 20;
/** Height of one line of small text. */
export const lineHeight = 14;

/** From here on a silence is marked, in microseconds. */
const silence = 1_000_000;
const gapHeight = 22;
/** Above the first and beneath the last row. */
const margin = 6;
const barWidth = 8;
const barPitch = 11;
/** Streams beside each other on a lane; more of them cover each other. */
const mostColumns = 3;
/** The shortest that can be seen and pointed at. */
const shortestStretch = 4;

export interface LadderLayout {
  readonly width: number;
  readonly height: number;
  /** Few pixels: heads have two lines, subtitles are short. */
  readonly narrow: boolean;
  readonly timeWidth: number;
  /** Between two lanes; 0 where there is one. */
  readonly spacing: number;
  readonly laneX: readonly number[];
  readonly headWidths: readonly number[];
  /** Of titles and subtitles above it. */
  readonly headHeight: number;
  /** Upper edge of each row. */
  readonly tops: readonly number[];
  /** Lower edge of each row with what stands beneath it. */
  readonly ends: readonly number[];
  readonly gaps: ReadonlyMap<number, Gap>;
  /** As `ReplayView.media`. */
  readonly bars: readonly BarBox[];
  /** Room for sentences to the right of the lanes; null where there is none. */
  readonly notes: { readonly x: number; readonly width: number } | null;
}

/** What is between a row and the one before it: a silence, or a leap of the capture's clock. */
export interface Gap {
  readonly y: number;
  readonly height: number;
  /** How long the silence was; null for none worth telling. */
  readonly micros: number | null;
  /** What the clock does; undefined for nothing. */
  readonly leap: string | undefined;
}

export interface BarBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly stretches: readonly StretchBox[];
  readonly label: BarLabel;
}

export interface StretchBox {
  readonly y: number;
  readonly height: number;
  readonly judgement: MediaStretch['judgement'];
}

export interface BarLabel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align: 'start' | 'end';
  readonly lines: readonly string[];
}

/**
 * @param width of the place there is
 * @param noteHeight what is wanted beneath a row for sentences
 */
export function layOutLadder(
  view: Drawn,
  width: number,
  noteHeight: (row: number) => number = () => 0,
): LadderLayout {
  const across = layOutLanes(view, width);
  const columns = columnsOf(view);
  const labels = placeLabels(view, across, columns);
  const down = stackRows(view, labels.heights, noteHeight);
  const clock = clockOf(view, down.tops);
  const bars = view.media.map((bar, index) => {
    const [first, last] = rowsOf(bar, view.rows.length);
    const x = barX(across, bar, columns[index] ?? 0);
    const y = (down.tops[first] ?? 0) + arrowY;
    const least = down.ends[last] ?? y;
    const next = (down.tops[last + 1] ?? down.height - arrowY) + arrowY - 4;
    const until = bar.ends === null ? least : Math.min(clock(bar.ends), next);
    const height = Math.max(least, until, y + shortestStretch) - y;
    const { offset, ...label } = labels.labels[index] ?? noLabel;
    return {
      x: x - barWidth / 2,
      y,
      width: barWidth,
      height,
      stretches: stretchesOf(bar, y, height, clock),
      label: { ...label, y: (down.labelTops[first] ?? y) + offset },
    };
  });
  return {
    ...across,
    bars,
    height: down.height,
    tops: down.tops,
    ends: down.ends,
    gaps: down.gaps,
  };
}

/** The last row that begins at or above y; 0 where there is none. */
export function rowAt({ tops }: LadderLayout, y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Place of the bar at a point; undefined where there is none. */
export function barAt({ bars }: LadderLayout, x: number, y: number): number | undefined {
  const reach = 2; // beside it: it is thin
  const found = bars.findIndex(
    (bar) => x >= bar.x - reach && x <= bar.x + bar.width + reach && y >= bar.y && y <= bar.y + bar.height,
  );
  return found < 0 ? undefined : found;
}

interface Across {
  readonly width: number;
  readonly narrow: boolean;
  readonly timeWidth: number;
  readonly spacing: number;
  readonly laneX: readonly number[];
  readonly headWidths: readonly number[];
  readonly headHeight: number;
  readonly notes: LadderLayout['notes'];
}

function layOutLanes({ lanes, rows, timed }: Drawn, width: number): Across {
  const narrow = width < 480;
  const last = rows.reduce((latest, { at }) => Math.max(latest, at ?? 0), 0);
  const digits = timed ? `+${(last / 1e6).toFixed(3)}`.length : 0;
  const timeWidth = timed ? Math.max(narrow ? 48 : 58, Math.ceil(digits * 6.8) + 13) : 12;
  const side = narrow ? 26 : width < 600 ? 52 : 64;
  const between = Math.max(0, lanes.length - 1);
  const room = (width - timeWidth - side * 2) / Math.max(1, between);
  const spacing = between === 0 ? 0 : Math.floor(Math.min(170, Math.max(narrow ? 38 : 64, room)));
  const left = timeWidth + side;
  const whole = Math.max(width, left + spacing * between + side);
  const laneX = lanes.map((_, index) => left + spacing * index);
  const headWidths = laneX.map((x) =>
    Math.min((spacing || 200) - 4, 180, 2 * (x - (narrow ? 4 : 12)), 2 * (whole - x)),
  );
  const wraps = lanes.some(
    ({ title }, index) => textWidth(title, boldly(12)) + 24 > (headWidths[index] ?? 0), // with dot and check mark
  );
  const notesX = left + spacing * between + 24;
  const notesWidth = whole - notesX - 10;
  return {
    width: whole,
    narrow,
    timeWidth,
    spacing,
    laneX,
    headWidths,
    headHeight: wraps ? 56 : 42,
    notes: notesWidth >= 150 ? { x: notesX, width: notesWidth } : null,
  };
}

/** Where a lane stands. */
export function laneAt(
  { laneX, timeWidth }: Pick<LadderLayout, 'laneX' | 'timeWidth'>,
  lane: number,
): number {
  return laneX[lane] ?? laneX[0] ?? timeWidth;
}

/** Streams that last at the same time on one lane stand beside each other. */
function columnsOf({ media, rows }: Drawn): readonly number[] {
  const until = new Map<number, number[]>();
  const order = [...media.keys()].sort((a, b) => (media[a]?.rows[0] ?? 0) - (media[b]?.rows[0] ?? 0));
  const columns = new Array<number>(media.length).fill(0);
  for (const index of order) {
    const bar = media[index];
    if (bar === undefined) continue;
    const [first, last] = rowsOf(bar, rows.length);
    const ends = until.get(bar.lane) ?? [];
    const free = ends.findIndex((end) => end < first);
    const column = free < 0 ? ends.length : free;
    ends[column] = last;
    until.set(bar.lane, ends);
    columns[index] = Math.min(column, mostColumns - 1);
  }
  return columns;
}

function barX(across: Across, { lane }: MediaBar, column: number): number {
  const onLastLane = lane === across.laneX.length - 1 && lane > 0;
  return laneAt(across, lane) + column * barPitch * (onLastLane ? -1 : 1);
}

interface Label extends Omit<BarLabel, 'y'> {
  /** From the upper edge of the place for labels beneath the row. */
  readonly offset: number;
}

const noLabel: Label = { x: 0, width: 0, align: 'start', lines: [], offset: 0 };

/**
 * What a bar says stands beneath the row in which it begins, beside it, where no arrow goes; labels that would cover
 * each other or other bars go beneath each other.
 */
function placeLabels(
  { media, rows }: Drawn,
  across: Across,
  columns: readonly number[],
): { readonly labels: readonly Label[]; readonly heights: ReadonlyMap<number, number> } {
  const labels = new Array<Label>(media.length).fill(noLabel);
  const heights = new Map<number, number>();
  let lasting: readonly Standing[] = [];
  for (const [first, begun] of barsByRow(media, rows.length)) {
    const standing = begun.map(([index, bar]) => ({
      last: rowsOf(bar, rows.length)[1],
      x: barX(across, bar, columns[index] ?? 0),
    }));
    lasting = [...lasting.filter(({ last }) => last >= first), ...standing];
    const placed: Label[] = [];
    begun.forEach(([index, bar], place) => {
      const box = besideBar(bar, standing[place]?.x ?? 0, across, lasting);
      const covered = placed.filter(({ x, width }) => x + width >= box.x && box.x + box.width >= x);
      const label = { ...box, offset: covered.reduce((lowest, other) => Math.max(lowest, endOf(other)), 0) };
      placed.push(label);
      labels[index] = label;
      heights.set(first, Math.max(heights.get(first) ?? 0, endOf(label) + 4));
    });
  }
  return { labels, heights };
}

/** A bar that lasts to a row. */
interface Standing {
  readonly last: number;
  readonly x: number;
}

function endOf({ offset, lines }: Label): number {
  return offset + lines.length * lineHeight;
}

/** Rows in which bars begin, from above, each with the places of those bars. */
function barsByRow(
  media: readonly MediaBar[],
  rows: number,
): readonly (readonly [row: number, bars: readonly (readonly [index: number, bar: MediaBar])[]])[] {
  const byRow = new Map<number, (readonly [number, MediaBar])[]>();
  media.forEach((bar, index) => {
    const [first] = rowsOf(bar, rows);
    const bars = byRow.get(first);
    if (bars === undefined) byRow.set(first, [[index, bar]]);
    else bars.push([index, bar]);
  });
  return [...byRow].sort(([a], [b]) => a - b);
}

function besideBar(
  bar: MediaBar,
  x: number,
  across: Across,
  lasting: readonly Standing[],
): Omit<Label, 'offset'> {
  const distance = barWidth / 2 + 5;
  let next = across.width - 4;
  let previous = across.timeWidth;
  for (const other of lasting) {
    if (other.x > x) next = Math.min(next, other.x - 8);
    if (other.x < x) previous = Math.max(previous, other.x + 8);
  }
  const right = next - x - distance;
  const left = x - distance - previous;
  const whole = bar.protection === '' ? bar.label : `${bar.label} · ${bar.protection}`;
  const wanted = Math.min(textWidth(whole), 260);
  const toRight = right >= Math.min(wanted, 90) || right >= left;
  const most = Math.max(24, Math.min(toRight ? right : left, 320));
  const spare = 1.08; // fonts differ
  const room = most / spare;
  const lines = labelParts(bar, whole, room).flatMap((part) => wrap(part, room, fontSize, 3));
  const widest = lines.reduce((wide, line) => Math.max(wide, textWidth(line)), 0);
  const width = Math.min(most, widest * spare + 8);
  return {
    x: toRight ? x + distance : x - distance - width,
    width,
    align: toRight ? 'start' : 'end',
    lines,
  };
}

/** Where there is hardly room the row above and a tooltip say it. */
function labelParts({ label, protection }: MediaBar, whole: string, room: number): readonly string[] {
  if (textWidth(whole) <= room) return [whole];
  if (room < 56) return [];
  return room < 100 ? [label] : [label, protection];
}

interface Down {
  readonly tops: readonly number[];
  readonly ends: readonly number[];
  /** Where labels of bars begin beneath a row. */
  readonly labelTops: readonly number[];
  readonly gaps: ReadonlyMap<number, Gap>;
  readonly height: number;
}

function stackRows(
  { rows, capture }: Drawn,
  labelHeights: ReadonlyMap<number, number>,
  noteHeight: (row: number) => number,
): Down {
  const tops: number[] = [];
  const ends: number[] = [];
  const labelTops: number[] = [];
  const gaps = new Map<number, Gap>();
  let y = margin;
  let latest: number | null = null;
  rows.forEach(({ at }, index) => {
    const passed = at === null || latest === null ? 0 : at - latest;
    const leap = leapBefore({ capture }, index);
    if (passed >= silence || leap !== undefined) {
      gaps.set(index, { y, height: gapHeight, micros: passed >= silence ? passed : null, leap });
      y += gapHeight;
    }
    if (at !== null) latest = Math.max(latest ?? at, at);
    tops.push(y);
    labelTops.push(y + rowHeight + noteHeight(index));
    y += rowHeight + noteHeight(index) + (labelHeights.get(index) ?? 0);
    ends.push(y);
  });
  return { tops, ends, labelTops, gaps, height: y + margin };
}

/** Where a time is, between the rows around it; rows whose time is not known or goes backwards count as the one before. */
function clockOf({ rows }: Drawn, tops: readonly number[]): (at: number) => number {
  const times: number[] = [];
  let latest = -Infinity;
  for (const { at } of rows) {
    latest = Math.max(latest, at ?? latest);
    times.push(latest);
  }
  return (at) => {
    let low = 0;
    let high = times.length; // the first one later than `at`
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((times[middle] ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    const before = times[low - 1];
    const after = times[low];
    const y = (tops[Math.max(0, low - 1)] ?? 0) + arrowY;
    if (before === undefined || after === undefined || !Number.isFinite(before)) return y;
    return y + ((at - before) / (after - before)) * ((tops[low] ?? 0) + arrowY - y);
  };
}

function stretchesOf(
  bar: MediaBar,
  top: number,
  height: number,
  clock: (at: number) => number,
): readonly StretchBox[] {
  const bottom = top + height;
  const within = (y: number) => Math.min(bottom, Math.max(top, y));
  if (bar.stretches.length === 0) return [{ y: top, height, judgement: 'unknown' }];
  const boxes: StretchBox[] = [];
  let y = top;
  bar.stretches.forEach(({ begins, ends, judgement }, index) => {
    const isLast = index === bar.stretches.length - 1;
    const start = begins === null || index === 0 ? y : Math.max(y, within(clock(begins)));
    const wanted = isLast || ends === null ? bottom : within(clock(ends));
    const end = Math.min(bottom, Math.max(wanted, start + shortestStretch));
    boxes.push({
      y: Math.min(start, bottom - shortestStretch),
      height: Math.max(shortestStretch, end - start),
      judgement,
    });
    y = end;
  });
  return boxes;
}

/** Its first and last row, both there. */
function rowsOf({ rows: [first, last] }: MediaBar, count: number): readonly [number, number] {
  const begin = Math.max(0, Math.min(first, count - 1));
  return [begin, Math.max(begin, Math.min(last, count - 1))];
}
