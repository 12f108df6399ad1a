/** The lines of trace text, for what points at one of them. */
import type { Span } from '../basics/span';
import { headMark, readHead } from './head';
import type { PacketMessage } from './packet';

/** The line of a block that begins with a name, such as `USERNAME`; null where there is none. */
export function lineNamed({ content }: PacketMessage, name: string): Span | null {
  for (let start = 0; start < content.length;) {
    const next = content.indexOf('\n', start);
    const feed = next === -1 ? content.length : next;
    const end = content[feed - 1] === '\r' ? feed - 1 : feed;
    if (
      content.startsWith(name, start) &&
      (start + name.length === end || content[start + name.length] === ' ')
    )
      return { start, end };
    start = feed + 1;
  }
  return null;
}

/**
 * For each frame the line of a text, from 0, with the first block of a later packet; the last line where none follows.
 *
 * @param frames in ascending order
 */
export function linesBehind(text: string, frames: readonly number[]): readonly number[] {
  const lines: number[] = [];
  let line = 0;
  for (let start = 0; lines.length < frames.length; line++) {
    const feed = text.indexOf('\n', start);
    if (feed === -1) return frames.map((_, index) => lines[index] ?? line);
    const frame = text.startsWith(headMark, start) ? (readHead(text.slice(start, feed))?.frame ?? 0) : 0;
    while (frame > (frames[lines.length] ?? Infinity)) lines.push(line);
    start = feed + 1;
  }
  return lines;
}
