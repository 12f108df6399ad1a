import { ContentBuilder } from '../basics/content';
import type { Span } from '../basics/span';
import type { Mended } from './mender';

/** A text without some of its pieces, which rise and do not meet; null where there are none. */
export function without(text: string, pieces: readonly Span[], put = ''): Mended | null {
  if (pieces.length === 0) return null;
  const content = new ContentBuilder(text);
  let at = 0;
  for (const { start, end } of pieces) {
    content.add(at, start);
    if (put !== '') content.put(put, start);
    at = end;
  }
  content.add(at, text.length);
  return { content: content.content(), places: pieces.map(({ start }) => start) };
}

/** A text with something else, or nothing, for all that a pattern, which must be global, matches; null where it does not. */
export function replaceAll(text: string, pattern: RegExp, put = ''): Mended | null {
  const pieces = Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  return without(text, pieces, put);
}
