import type { Body } from '../../calls/call';
import { attributeOf, direction } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { isMulticast } from './directions';
import { acceptedStreams, isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-hold-mirrored',
  title: 'A call that is put on hold is put on hold from the other side, too',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §8.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, exchange, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      if (direction(offer.sdp, offered) !== 'sendonly' || direction(answer.sdp, answered) !== 'inactive')
        continue;
      if (!wasTalking(answer, answered) || isRepeated(exchange, answer) || isMulticast(offer.sdp, offered))
        continue;
      const line = attributeOf(answered, 'inactive') ?? attributeOf(answer.sdp.session, 'inactive');
      report({
        in: answer,
        at: line ?? answered.line,
        message:
          'The offer puts the call on hold, and the answer does the same from its side. Music on hold is not heard, and ' +
          'after the call is resumed it may stay silent: the answerer should say recvonly, unless its user holds, too.',
        related: [{ in: offer, at: offered.line, message: 'The stream is offered sendonly.' }],
      });
    }
  },
});

/** Who held the call before goes on doing so by right; of a call that the trace shows a part of, nobody knows. */
function wasTalking({ previousAgreed, initial }: Body, { index }: MediaSection): boolean {
  if (previousAgreed === null) return initial === true;
  const before = previousAgreed.sdp.media[index];
  return before !== undefined && /^(?:sendrecv|recvonly)$/.test(direction(previousAgreed.sdp, before));
}
