/** Line ends that a log writes in another way, so that a message fits on one of its lines. */
import type { ContentBuilder } from '../basics/content';

/** As rsyslog writes control characters (`#015#012`), as JSON and many programs do (`\r\n`), or in angle brackets. */
const escaped = /#015|#012|\\r|\\n|<CR>|<LF>/g;
const octal = /#015|#012/g;
const ends: Readonly<Record<string, string>> = {
  '#015': '\r',
  '#012': '\n',
  '\\r': '\r',
  '\\n': '\n',
  '<CR>': '\r',
  '<LF>': '\n',
};

/** How a line of a log writes line ends: before a header, a line of SDP or another one, or at its end. */
export function escapesIn(line: string): 'octal' | 'any' | null {
  if (/#012(?:[A-Za-z][\w-]{0,40}[ \t]?:|[a-z]=|#01[25]|$)/.test(line)) return 'octal';
  return /(?:\\n|<LF>)(?:[A-Za-z][\w-]{0,40}[ \t]?:|[a-z]=|\\[rn]|<CR>|<LF>|$)/.test(line) ? 'any' : null;
}

/** Adds a piece of the text, with line ends for what stands for them. */
export function addUnescaped(
  content: ContentBuilder,
  text: string,
  start: number,
  end: number,
  kind: 'octal' | 'any',
): void {
  let at = start;
  for (const found of text.slice(start, end).matchAll(kind === 'octal' ? octal : escaped)) {
    const place = start + found.index;
    content.add(at, place);
    content.put(ends[found[0]] ?? '', place);
    at = place + found[0].length;
  }
  content.add(at, end);
}
