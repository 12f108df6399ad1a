/** Finds how far a number of octets reaches in a text whose line ends a log may have changed. */
import { octetLength } from './extent';
import { LineCursor } from './line-cursor';
import type { Scanner } from './scanner';

/**
 * Where a text of so many octets ends that begins at an offset. A line end without a CR stands for two octets, as it
 * was sent. `stops` says which line is certainly none of it.
 */
export function endOfOctets(
  scanner: Scanner,
  start: number,
  count: number,
  stops: (start: number, end: number) => boolean,
): number {
  const { text } = scanner;
  let left = count;
  const line = new LineCursor(scanner, start, text.length);
  while (left > 0 && line.advance()) {
    if (line.start > start && stops(line.start, line.end)) return line.start;
    const length = octetLength(text, line.start, line.end);
    if (length >= left) return length === left ? line.end : cutAt(text, line.start, left);
    left -= length + 2;
    // A piece may end between CR and LF.
    if (left < 0) return line.end;
  }
  return line.next;
}

function cutAt(text: string, start: number, octets: number): number {
  let at = start;
  let left = octets;
  while (left > 0) {
    left -= octetLength(text, at, at + 1);
    at++;
  }
  return at;
}
