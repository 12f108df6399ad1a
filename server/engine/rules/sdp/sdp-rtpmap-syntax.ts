import { staticPayloadType } from '../../rtp/static-payload-types';
import { isTokenText } from '../../sdp/fields';
import { attributesOf, isRejected, isRtp } from '../../sdp/query';
import { rtpmapOf } from '../../sdp/rtpmap';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-rtpmap-syntax',
  title: 'An rtpmap is not "payload type name/clock rate"',
  severity: 'error',
  otherwise: [
    {
      severity: 'warning',
      when: 'the clock rate alone is missing, of a payload type that has one by RFC 3551',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §6.6', 'RFC 3551 §6'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media) || isRejected(media)) continue;
      for (const line of attributesOf(media, 'rtpmap')) {
        const { valid, problems, channels, payloadTypeValue } = rtpmapOf(line);
        if (valid) continue;
        // Blanks harm nobody, the parameter of an encoding may be a word, and text behind it is sdp-value-rubbish's.
        const problem = problems.find(
          ({ part }) =>
            part === 'payloadType' ||
            part === 'encoding' ||
            part === 'clock' ||
            (part === 'channels' && channels !== null && !isTokenText(channels.text)),
        );
        if (problem === undefined) continue;
        const isKnown = problem.part === 'clock' && staticPayloadType(payloadTypeValue ?? -1) !== null;
        report({
          in: body,
          at: problem.end > problem.start ? problem : line,
          ...(isKnown ? { severity: 'warning' } : {}),
          message:
            `${problem.message}. ` +
            (isKnown
              ? 'Receivers that drop the line know the codec by its payload type; the sender should correct it.'
              : 'Receivers drop the line and do not know the codec; the sender must correct it.'),
        });
      }
    }
  },
});
