/**
 * Addresses that a program took for links and wrote twice: `a@example.com<mailto:a@example.com>` as mails do,
 * `[sip:a@example.com](sip:a@example.com)` as Markdown, `<mailto:a@example.com|a@example.com>` as chats. What stands there once
 * more is removed.
 */
import { without } from '../cut';
import type { Span } from '../../basics/span';
import type { Mender } from '../mender';

const shows = /<(?:mailto|sips?|https?):|\]\((?:mailto|sips?|https?):/;
const behindText = /<(mailto:|sips?:|https?:\/\/)([^<>|\s]{1,300})>/g;
const beforeText = /<(mailto:|sips?:|https?:\/\/)([^<>|\s]{1,300})\|([^<>|\n]{1,300})>/g;
const aroundText = /\[([^[\]\n]{1,300})\]\((mailto:|sips?:|https?:\/\/)([^()\s]{1,300})\)/g;

export const links: Mender = {
  what: 'links read as text',
  keepsOctets: true,
  mend(text) {
    if (!shows.test(text)) return null;
    const cuts: Span[] = [];
    for (const { index, 0: whole, 1: scheme = '', 2: target = '' } of text.matchAll(behindText)) {
      // A name without `@` before its own URI is a display name (RFC 3261 §25.1).
      const isLink = target.includes('@') || !scheme.startsWith('sip');
      const shown = text.slice(Math.max(0, index - whole.length), index);
      if (isLink && shown.endsWith(withoutSlash(target)))
        cuts.push({ start: index, end: index + whole.length });
    }
    for (const { index, 0: whole, 1: scheme = '', 2: target = '', 3: shown = '' } of text.matchAll(
      beforeText,
    )) {
      const end = index + whole.length;
      if (isSame(shown, scheme, target))
        cuts.push({ start: index, end: end - shown.length - 1 }, { start: end - 1, end });
    }
    for (const { index, 0: whole, 1: shown = '', 2: scheme = '', 3: target = '' } of text.matchAll(
      aroundText,
    )) {
      const end = index + 1 + shown.length;
      if (isSame(shown, scheme, target))
        cuts.push({ start: index, end: index + 1 }, { start: end, end: index + whole.length });
    }
    return without(
      text,
      cuts.sort((one, other) => one.start - other.start),
    );
  },
};

function isSame(shown: string, scheme: string, target: string): boolean {
  return shown === withoutSlash(target) || shown === scheme + target;
}

/** Programs end the URI of a host by a slash. */
function withoutSlash(target: string): string {
  return target.endsWith('/') ? target.slice(0, -1) : target;
}
