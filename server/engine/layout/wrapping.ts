/** What is common to all ways in which lines are wrapped. */
import { ContentBuilder } from '../basics/content';
import type { Span } from '../basics/span';
import { isBlank } from './lines';
import type { Mended } from './mender';

/** Nothing wraps at fewer columns. */
export const LEAST_WIDTH = 38;
/** Lines that one start line, or one header, may be broken into. */
export const MAX_PARTS = 6;
/** Columns at which terminals and mails usually wrap: there, a word is broken rather than a blank lost. */
const usualWidths: ReadonlySet<number> = new Set([64, 72, 76, 78, 79, 80, 96, 100, 120, 128, 132, 160]);

export function isUsualWidth(length: number): boolean {
  return usualWidths.has(length);
}

/** A time of day, and no three octets of a fingerprint. */
const TIME = /(?<!\d)(?<!\b[\dA-Fa-f]{1,2}:)\d\d:\d\d:\d\d(?!:?[\dA-Fa-f])/;

export function tellsTime(line: string): boolean {
  return TIME.test(line);
}

/** A line that goes on the one above it, without their line ends. */
export interface Joint {
  readonly above: Span;
  readonly line: Span;
  /** What stood between the two parts. */
  readonly between: '' | ' ';
}

export function lengthOf({ start, end }: Span): number {
  return end - start;
}

export function firstWordOf(text: string, { start, end }: Span): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at - start;
}

/** A text of which some lines, in order, go on the ones above. */
export function join(text: string, joints: readonly Joint[]): Mended {
  const content = new ContentBuilder(text);
  let at = 0;
  for (const { above, line, between } of joints) {
    content.add(at, above.end);
    content.put(between, above.end);
    at = line.start;
  }
  content.add(at, text.length);
  return { content: content.content(), places: joints.map(({ above }) => above.end) };
}
