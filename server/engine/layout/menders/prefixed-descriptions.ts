/**
 * Descriptions of which a log puts its own before every line (`flutter: v=0`, a container's name, a time). Those of SIP messages
 * stay as they are, as their messages have it, too.
 */
import { ContentBuilder } from '../../basics/content';
import type { Span } from '../../basics/span';
import { endOfLine, isBlankLine, isSdpLine, withoutCr } from '../lines';
import type { Mender } from '../mender';
import { behindPrefix } from '../prefix';

/** Lines of the shortest description that is believed. */
const LEAST = 3;

export const prefixedDescriptions: Mender = {
  what: 'log prefixes before descriptions removed',
  keepsOctets: true,
  mend(text, margins) {
    const { all } = margins;
    if (all.length === 0 || text.includes('SIP/2.0')) return null;
    const content = new ContentBuilder(text);
    const places: number[] = [];
    let at = 0;
    for (const { lineStart, start } of all) {
      const prefixes = lineStart < at ? [] : prefixesFrom(text, { start: lineStart, end: start });
      if (prefixes.length < LEAST) continue;
      // What stands before the first line tells of all.
      content.add(at, start);
      content.put('\n', start);
      at = start;
      for (const prefix of prefixes.slice(1)) {
        content.add(at, prefix.start);
        at = prefix.end;
      }
      const end = Math.min(endOfLine(text, at) + 1, text.length);
      content.add(at, end);
      content.put('\n', end);
      at = end;
      places.push(lineStart);
    }
    if (places.length === 0) return null;
    content.add(at, text.length);
    return { content: content.content(), places };
  },
};

/** The prefixes of a description's lines, the first one given. */
function prefixesFrom(text: string, first: Span): readonly Span[] {
  const prefixes = [first];
  let next: number;
  for (let at = endOfLine(text, first.end) + 1; at < text.length; at = next) {
    next = endOfLine(text, at) + 1;
    const end = withoutCr(text, at, next - 1);
    const behind = behindPrefix(text, first, at, end);
    if (behind < 0) break;
    if (!isSdpLine(text, behind, end) && !isBlankLine(text, behind, end)) break;
    if (text.startsWith('v=0', behind)) break;
    prefixes.push({ start: at, end: behind });
  }
  return prefixes;
}
