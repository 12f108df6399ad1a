/** How wide text is, and how it is made to fit: the ladder measures nothing. Pure. */

/** Size of the ladder's text, in pixels. */
export const fontSize = 11;

/** As much of a subtitle as fits; of an address its end, which tells it from the others. */
export function shortenSubtitle(subtitle: string, width: number): string {
  if (textWidth(subtitle) <= width) return subtitle;
  const [first = ''] = subtitle.split(' · ', 1);
  if (textWidth(first) <= width) return first;
  if (!/^[\da-f.:[\]]+$/i.test(first)) return fit(first, width);
  for (const match of first.matchAll(/[.:]/g)) {
    const end = `…${first.slice(match.index + (match[0] === '.' ? 1 : 0))}`;
    if (textWidth(end) <= width) return end;
  }
  return fit(first, width);
}

/** Text that is no wider, with an ellipsis where it is cut. */
export function fit(text: string, width: number, size = fontSize): string {
  if (textWidth(text, size) <= width) return text;
  let used = textWidth('…', size);
  let end = 0;
  for (const char of text) {
    used += charWidth(char) * size;
    if (used > width) break;
    end += char.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** Words in lines no wider than `width`; the last line there may be ends with an ellipsis. */
export function wrap(text: string, width: number, size: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const words = text.slice(0, 2_000).split(/\s+/);
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (lines.length === most - 1) {
      lines.push(fit([line, ...words.slice(index)].join(' '), width, size));
      return lines;
    }
    if (line !== '') lines.push(line);
    line = fit(word, width, size);
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** About as wide as text is in a usual font without serifs: the ladder measures nothing. */
export function textWidth(text: string, size = fontSize): number {
  let width = 0;
  for (const char of text) width += charWidth(char) * size;
  return width;
}

/** Size of letters that are as wide as bold ones of a size. */
export function boldly(size: number): number {
  return size * 1.15;
}

function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x1100) return code >= 0x2000 && code < 0x2e80 ? 0.85 : 1;
  if ("iljtfrI.,:;'|!()[] ".includes(char)) return 0.34;
  if ('mwMW%@'.includes(char)) return 0.9;
  return code >= 65 && code <= 90 ? 0.68 : 0.57;
}
