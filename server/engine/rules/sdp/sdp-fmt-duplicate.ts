import type { Token } from '../../basics/span';
import { isRejected, isRtp } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { rtpmapsOf } from './codecs';
import { deleteFormat, payloadTypeOf } from './formats';
import { differ } from './rtpmaps';

export const rule = defineRule({
  id: 'sdp-fmt-duplicate',
  title: 'An m-line lists a payload type twice',
  severity: 'warning',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 8866 §5.14'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media) || isRejected(media)) continue;
      const seen = new Map<number, Token>();
      for (const [place, format] of media.description.formats.entries()) {
        const payloadType = payloadTypeOf(format);
        if (payloadType === null) continue;
        const first = seen.get(payloadType);
        if (first === undefined) {
          seen.set(payloadType, format);
          continue;
        }
        // Two codecs under one number are the defect then: sdp-rtpmap-duplicate.
        if (differ(rtpmapsOf(media).get(payloadType) ?? [])) continue;
        report({
          in: body,
          at: format,
          message:
            `Payload type ${format.text} stands on this line already. No standard says what that means, and some, Teams ` +
            'among them, refuse the call with 488. The sender must list it once.',
          related: [{ in: body, at: first, message: 'It stands here, too.' }],
          fix: { title: `List ${format.text} once`, edits: [deleteFormat(media.description, format, place)] },
        });
      }
    }
  },
});
