import { allProfiles, defineRule } from '../rule';
import { deleteFormats, payloadTypeOf } from './formats';
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
        ...(body.role === 'offer' && tokens.length < media.description.formats.length
          ? { fix: { title: 'List only what has an rtpmap', edits: deleteFormats(media, tokens) } }
          : {}),
      });
    }
  },
});
