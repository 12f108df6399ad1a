import { attributeOf, isAudio } from '../../sdp/query';
import { isDigitsUpTo } from '../../sdp/fields';
import { allProfiles, defineRule } from '../rule';
import type { AttributeLine } from '../../sdp/sdp';
import { acceptedStreams, isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-ptime',
  title: 'Offer and answer want packets of different length',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const was = attributeOf(offered, 'ptime');
      const is = attributeOf(answered, 'ptime');
      if (was === null || is === null || !isAudio(answered)) continue;
      const wanted = millisecondsOf(was);
      const given = millisecondsOf(is);
      if (wanted === null || given === null || wanted === given || isRepeated(exchange, answer)) continue;
      report({
        in: answer,
        at: is,
        message:
          `The offerer wants packets of ${wanted} ms, the answerer of ${given} ms. That is allowed: each sender should ` +
          'follow what the other side wants. If audio stutters one way, look whether it does.',
        related: [{ in: offer, at: was, message: 'What the offerer wants.' }],
      });
    }
  },
});

function millisecondsOf({ attribute }: AttributeLine): number | null {
  const text = attribute.value?.text.trim() ?? '';
  return isDigitsUpTo(text, 5) ? Number(text) : null;
}
