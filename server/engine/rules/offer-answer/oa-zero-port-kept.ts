import { allProfiles, defineRule } from '../rule';
import { isRejected } from '../../sdp/query';
import { refuse } from './refusal';
import { isOfferedOff, pairedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-zero-port-kept',
  title: 'The answer takes a stream that the offer switches off',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §8.2', 'RFC 9143'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  check({ offer, answer, report }) {
    for (const { offered, answered } of pairedStreams(offer.sdp, answer.sdp)) {
      if (!isOfferedOff(offered) || isRejected(answered) || Number.isNaN(answered.description.portNumber))
        continue;
      report({
        in: answer,
        at: answered.description.port,
        message:
          'The offer has port 0 for this stream, which switches it off, and the answer names a port. The offerer ' +
          'listens nowhere: the answerer must write port 0, too.',
        related: [{ in: offer, at: offered.line, message: 'The stream is switched off here.' }],
        fix: refuse(answer, answered),
      });
    }
  },
});
