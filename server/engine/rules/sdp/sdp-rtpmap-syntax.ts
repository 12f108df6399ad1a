import { isTokenText } from '../../sdp/fields';
import { attributesOf, isRejected, isRtp } from '../../sdp/query';
import { rtpmapOf } from '../../sdp/rtpmap';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-rtpmap-syntax',
  title: 'An rtpmap is not "payload type name/clock rate"',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §6.6'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media) || isRejected(media)) continue;
      for (const line of attributesOf(media, 'rtpmap')) {
        const { valid, problems, channels } = rtpmapOf(line);
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
        report({
          in: body,
          at: problem.end > problem.start ? problem : line,
          message: `${problem.message}. Receivers drop the line and do not know the codec; the sender must correct it.`,
        });
      }
    }
  },
});
