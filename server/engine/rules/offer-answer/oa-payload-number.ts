import { isRtp } from '../../sdp/query';
import { areAllKnown, codecsOf } from '../sdp/codecs';
import { allProfiles, defineRule } from '../rule';
import { codecsByName, formatName, formatText } from './formats';
import { acceptedStreams, isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-payload-number',
  title: 'The answer gives a codec another payload type than the offer',
  severity: 'warning',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      if (!isRtp(answered) || !areAllKnown(codecsOf(offered))) continue;
      const known = codecsByName(offered);
      const moved = codecsOf(answered).find((codec) => {
        const same = known.get(formatName(codec));
        return same !== undefined && same.every(({ payloadType }) => payloadType !== codec.payloadType);
      });
      const was = moved === undefined ? undefined : known.get(formatName(moved))?.[0];
      if (moved === undefined || was === undefined || isRepeated(exchange, answer)) continue;
      report({
        in: answer,
        at: moved.format,
        message:
          `${formatText(moved)} was offered as payload type ${was.payloadType}, and the answer calls it ` +
          `${moved.payloadType}. Each side then sends under the number that the other one listed, and many cannot: ` +
          "the answerer should keep the offer's number.",
        related: [{ in: offer, at: was.rtpmap?.line ?? was.format, message: 'The offered payload type.' }],
      });
    }
  },
});
