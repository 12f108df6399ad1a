import type { Token } from '../../basics/span';
import type { Described } from '../../calls/call';
import { fmtpOf } from '../../sdp/fmtp';
import { attributesOf } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { insertBefore } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import type { Codec } from './codecs';
import { deleteFormats, payloadTypeOf } from './formats';
import { eventClockOf } from './telephone-events';
import { unknownPayloads } from './unknown-payloads';

export const rule = defineRule({
  id: 'sdp-rtpmap-missing',
  title: 'An m-line lists a payload type of which nothing says what it is',
  severity: 'warning',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §5.1', 'RFC 3551 §6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    // An answer owes its rtpmaps: oa-answer-rtpmap.
    if (body.role === 'answer') return;
    for (const media of body.sdp.media) {
      const unknown = unknownPayloads(body, media);
      const [first] = unknown;
      if (first === undefined) continue;
      const wanted = new Set(unknown.map(({ payloadType }) => payloadType));
      const tokens = media.description.formats.filter((format) => wanted.has(payloadTypeOf(format) ?? -1));
      report({
        in: body,
        at: first.format,
        message:
          `${unknown.length === 1 ? `Payload type ${first.payloadType} has` : `Payload types ${[...wanted].join(', ')} have`} no ` +
          'a=rtpmap, and no table says what such a number means. Receivers pass over it. The sender must name the codec, ' +
          'or take the number off the line.',
        ...withFix(body.role === 'offer' ? mending(body, media, unknown, tokens) : null),
      });
    }
  },
});

/** What an a=fmtp describes is wanted, so its rtpmap was lost; else the number is what was forgotten. */
function mending(
  { content }: Described,
  media: MediaSection,
  unknown: readonly Codec[],
  tokens: readonly Token[],
): Fix | null {
  const numbers = new Set(unknown.map(({ payloadType }) => payloadType));
  const described = attributesOf(media, 'fmtp')
    .map(fmtpOf)
    .filter(({ payloadTypeValue }) => payloadTypeValue !== null && numbers.has(payloadTypeValue));
  const [fmtp, ...others] = described;
  if (fmtp === undefined) {
    return tokens.length < media.description.formats.length
      ? { title: 'List only what has an rtpmap', edits: deleteFormats(media, tokens) }
      : null;
  }
  const isEventList = /^\d[\d,-]*$/.test(fmtp.parameters.text);
  if (others.length > 0 || !isEventList) return null;
  const text = `a=rtpmap:${fmtp.payloadType.text} telephone-event/${eventClockOf(media)}`;
  return { title: `Insert "${text}"`, edits: [insertBefore(content, fmtp.line, text)] };
}

function withFix(fix: Fix | null): { readonly fix?: Fix } {
  return fix === null ? {} : { fix };
}
