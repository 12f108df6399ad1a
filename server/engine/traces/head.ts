/** The beginning of a long text, which is judged before the rest: it is what an editor shows first. */
import type { PiecedText } from '../basics/pieced-text';
import { isTraceText } from '../trace-text/read';
import { readText } from './read';

/** Characters that are read and judged in a tenth of a second. */
const HEAD = 96 * 1024;
/** Of a text that is not much longer than its beginning all is there as soon. */
const LEAST_LENGTH = 640 * 1024;

/**
 * The whole messages at the beginning of a long text; null of a shorter one, and where no beginning can be told: a capture
 * tells of its packets at its end, and what was repaired is known only of the whole.
 */
export function headOf(text: PiecedText): string | null {
  if (text.length < LEAST_LENGTH) return null;
  const head = text.slice(0, HEAD);
  if (isTraceText(head)) return null;
  const { records, repairs = [] } = readText(head);
  const last = records.at(-1);
  if (records.length < 2 || last === undefined || repairs.length > 0) return null;
  return head.slice(0, last.span.start);
}
