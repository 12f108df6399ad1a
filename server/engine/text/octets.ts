/** Finds how far a number of octets reaches in a text whose line ends a log may have changed. */
import { octetLength } from './extent';
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
  let at = start;
  while (at < text.length && left > 0) {
    const lineEnd = scanner.endOfLine(at);
    const end = scanner.withoutCr(at, lineEnd);
    if (at > start && stops(at, end)) return at;
    const length = octetLength(text, at, end);
    if (length >= left) return length === left ? end : cutAt(text, at, left);
    left -= length + 2;
    at = Math.min(lineEnd + 1, text.length);
    // A piece may end between CR and LF.
    if (left < 0) return end;
  }
  return at;
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
