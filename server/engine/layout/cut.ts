import { ContentBuilder } from '../basics/content';
import type { Mended } from './mender';

/** A text without what a pattern, which must be global, matches in it; null where it does not. */
export function cutAll(text: string, pattern: RegExp): Mended | null {
  const content = new ContentBuilder(text);
  const places: number[] = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    content.add(at, found.index);
    places.push(found.index);
    at = found.index + found[0].length;
  }
  if (places.length === 0) return null;
  content.add(at, text.length);
  return { content: content.content(), places };
}
