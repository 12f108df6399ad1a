/**
 * Places in text. A span is a half-open range of UTF-16 offsets.
 *
 * Parsers work on the *content* of one message: the text as it was sent, freed of what a logger put around
 * and between its lines. Every node's span counts from the start of that content, and the message's
 * {@link OffsetMap} carries it into the trace text. So an unchanged message keeps its tree when text above it
 * changes, and a format that decorates lines never disturbs a parser.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of text with its place. */
export interface Token extends Span {
  readonly text: string;
}

/** The token of `text` between two offsets. */
export function tokenAt(text: string, start: number, end: number): Token {
  return { start, end, text: text.slice(start, end) };
}

/** The place of a node, which keeps no tree alive. */
export function plainSpan({ start, end }: Span): Span {
  return { start, end };
}

/** Whether an offset lies in a span; both ends count, as a caret may stand behind the last character. */
export function touches(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}

/** Whether one span holds another. */
export function encloses(outer: Span, inner: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/**
 * Where the content of a message stands in its record: runs of content that stand unbroken in the trace text.
 * Each run is [offset in the content, offset in the record's text]; both rise strictly. Content that the
 * logger took away or escaped lies between runs.
 */
export interface OffsetMap {
  readonly content: readonly number[];
  readonly trace: readonly number[];
}

/** The map of content that stands unbroken at an offset. */
export function unbroken(at: number): OffsetMap {
  return { content: [0], trace: [at] };
}

/** The offset, within the record's text, of an offset in the content. */
export function toTrace(map: OffsetMap, offset: number): number {
  const run = lastAtOrBefore(map.content, offset);
  return (map.trace[run] ?? 0) + (offset - (map.content[run] ?? 0));
}

/**
 * A span of the content as a span of the record's text. The end follows the last character, not the first one
 * behind it, so that a span at a line's end never takes in what the logger put there.
 */
export function spanToTrace(map: OffsetMap, span: Span): Span {
  const start = toTrace(map, span.start);
  return { start, end: span.end > span.start ? toTrace(map, span.end - 1) + 1 : start };
}

/** The offset in the content that stands at, or next behind, an offset of the record's text. */
export function toContent(map: OffsetMap, traceOffset: number): number {
  const run = lastAtOrBefore(map.trace, traceOffset);
  const inRun = (map.content[run] ?? 0) + (traceOffset - (map.trace[run] ?? 0));
  const next = map.content[run + 1];
  return Math.max(0, next === undefined ? inRun : Math.min(inRun, next));
}

function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
