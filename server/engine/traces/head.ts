/** The beginning of a long text, which is judged before the rest: it is what an editor shows first. */
import { isTraceText } from '../trace-text/read';
import { readText } from './read';

/** Characters that are read and judged in a tenth of a second. */
const HEAD = 160 * 1024;
/** Of a text that is not much longer than its beginning all is there as soon. */
const LEAST_LENGTH = 4 * HEAD;

/**
 * The whole messages at the beginning of a long text; null of a shorter one, and where no beginning can be told: a capture
 * tells of its packets at its end, and what was repaired is known only of the whole.
 */
export function headOf(text: string): string | null {
  if (text.length < LEAST_LENGTH || isTraceText(text)) return null;
  const { records, repairs = [] } = readText(text.slice(0, HEAD));
  const last = records.at(-1);
  if (records.length < 2 || last === undefined || repairs.length > 0) return null;
  return text.slice(0, last.span.start);
}
