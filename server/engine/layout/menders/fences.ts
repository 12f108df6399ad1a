/**
 * The marks of notes and forums around code, glued to the first or the last line of it: the fences of Markdown, `[code]` of
 * bulletin boards, `{noformat}` and `{code}` of trackers. Each gets a line of its own, as a fence, which ends a message.
 */
import { ContentBuilder } from '../../basics/content';
import type { Mender } from '../mender';
import { startsFirstLine } from '../lines';

const shows = /```|(?<!~)~~~(?!~)|\[\/?(?:code|pre|quote)|\{(?:code|noformat)/i;
const marks =
  /`{3,8}|(?<!~)~~~(?!~)|\[\/?(?:code|pre|quote)(?:=[^\]\n]{0,40})?\]|\{(?:code|noformat)(?::[^}\n]{0,80})?\}/gi;

export const fences: Mender = {
  what: 'marks of code parted from its lines',
  keepsOctets: true,
  mend(text) {
    if (!shows.test(text)) return null;
    const content = new ContentBuilder(text);
    const places: number[] = [];
    let at = 0;
    for (const found of text.matchAll(marks)) {
      const start = found.index;
      const end = start + found[0].length;
      const opens = isLineStart(text, start);
      let next = end;
      while (text.charCodeAt(next) === 32) next++;
      const isGlued = startsFirstLine(text, next);
      const closes = isLineEnd(text, next);
      const isMarkdown = found[0].startsWith('`') || found[0].startsWith('~');
      // A word behind a fence names its language.
      if (!isGlued && !(closes && !opens) && (isMarkdown || !opens)) continue;
      if (opens && closes && isMarkdown) continue;
      content.add(at, start);
      content.put(opens ? '```' : '\n```', start);
      at = isGlued ? next : end;
      if (!closes) content.put('\n', at - 1);
      places.push(start);
    }
    if (places.length === 0) return null;
    content.add(at, text.length);
    return { content: content.content(), places };
  },
};

function isLineStart(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && text.charCodeAt(start - 1) === 32) start--;
  return start === 0 || text.charCodeAt(start - 1) === 10;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return Number.isNaN(code) || code === 10 || code === 13;
}
