import type { AttributeLine } from '../../sdp/sdp';
import { emptyAt } from '../../sdp/fields';
import { attributeOf, usedStreams } from '../../sdp/query';
import type { Token } from '../../basics/span';
import { replace } from '../edits';
import { allProfiles, defineRule, type DescriptionSubject } from '../rule';

export const rule = defineRule({
  id: 'sdp-ptime-invalid',
  title: 'A packet length is no positive number, or above the longest that is allowed',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §5.1', 'RFC 8866 §6.4', 'RFC 8866 §6.5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check(subject) {
    const { body, report } = subject;
    for (const media of usedStreams(body.sdp)) {
      const ptime = millisecondsOf(attributeOf(media, 'ptime'), subject);
      const longest = millisecondsOf(attributeOf(media, 'maxptime'), subject);
      if (ptime === null || longest === null || ptime.value <= longest.value) continue;
      report({
        in: body,
        at: longest.token,
        message:
          `No packet may be longer than ${longest.token.text} ms, yet a=ptime asks for ${ptime.token.text} ms. The sender must ` +
          'raise the one or lower the other.',
        related: [{ in: body, at: ptime.token, message: 'The length that is asked for.' }],
      });
    }
  },
});

interface Length {
  readonly token: Token;
  /** In milliseconds; decimals are allowed (RFC 8866 §6.4). */
  readonly value: number;
}

function millisecondsOf(line: AttributeLine | null, { body, report }: DescriptionSubject): Length | null {
  if (line === null) return null;
  const { name } = line.attribute;
  const token = trimmed(line.attribute.value ?? emptyAt(name.end));
  const value = /^\d{1,9}(?:\.\d{1,9})?$/.test(token.text) ? Number(token.text) : 0;
  if (value > 0) return { token, value };
  report({
    in: body,
    at: token.text === '' ? line : token,
    message:
      `a=${name.text} wants a number of milliseconds above 0; 20 is usual. Receivers ignore it, or divide by it. The sender ` +
      'must correct it.',
    ...(name.text === 'ptime' && line.attribute.value !== null
      ? { fix: { title: 'Set it to 20 ms', edits: [replace(line.attribute.value, '20')] } }
      : {}),
  });
  return null;
}

function trimmed({ start, text }: Token): Token {
  const from = text.length - text.trimStart().length;
  const inner = text.trim();
  return { start: start + from, end: start + from + inner.length, text: inner };
}
