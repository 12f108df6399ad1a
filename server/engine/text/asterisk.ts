/** A banner of Asterisk's above a message, and the prefix of its log, wherever a terminal or a mail broke them. */
import type { TraceTime } from '../../../shared/times';
import type { Lookback } from './lookback';
import { timeIn } from './time';

export interface Banner {
  readonly start: number;
  readonly time: TraceTime | null;
  /** What the pattern found. */
  readonly parts: RegExpExecArray;
}

/** Lines into which both are broken at most. */
const MAX_LINES = 5;
/** Of a line of its log file; some banners begin with a line end, and so stand below it. */
const prefix = /^\[[^\]]{8,40}\]\s*[A-Z]{3,12}\[\d+\](?:\[[\w-]{1,20}\])?\s*[\w.]{1,40}:\s*$/;

/**
 * The banner that ends with the line above.
 *
 * @param pattern a banner without its blanks, which tell nothing: so it does not matter where one was broken
 */
export function bannerAbove(look: Lookback, pattern: RegExp): Banner | null {
  if (!/[>:]\s*$/.test(look.line(1) ?? '')) return null;
  let found: Banner | null = null;
  let whole = '';
  for (let n = 1; n <= MAX_LINES && (found?.time ?? null) === null; n++) {
    const line = look.line(n) ?? '';
    if (line.trim() === '') break;
    whole = line + whole;
    const parts = pattern.exec(withoutBlanks(whole));
    if (parts === null) continue;
    const head = beginOf(whole, parts.index);
    if (found === null || prefix.test(head)) found = { start: look.lineStart(n), time: timeIn(head), parts };
  }
  return found;
}

export function withoutBlanks(text: string): string {
  return text.replace(/\s/g, '');
}

/** A text up to the character before which so many stand that are no blanks. */
function beginOf(text: string, count: number): string {
  let at = 0;
  for (let left = count; left > 0 || /^\s/.test(text.charAt(at)); at++)
    if (/\S/.test(text.charAt(at))) left--;
  return text.slice(0, at);
}
