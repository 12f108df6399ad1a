import { candidatesOf, hasFlag } from '../../sdp/query';
import { deleteLines } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-rtcp-mux-extra-candidate',
  title: 'The answer agrees to rtcp-mux and still lists candidates for RTCP',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5761 §5.1.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    // Teams' clients do so; nobody here can change them.
    if (answer.side === 'teams') return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      if (!hasFlag(answered, 'rtcp-mux') || !hasFlag(offered, 'rtcp-mux')) continue;
      const surplus = candidatesOf(answered).filter(({ componentValue }) => componentValue === 2);
      const [first] = surplus;
      if (first === undefined) continue;
      report({
        in: answer,
        at: first.line,
        message:
          'With rtcp-mux, RTCP goes to the port of RTP, and one candidate is enough: this one of component 2 is never ' +
          'used. The answerer should leave it out.',
        related: [{ in: offer, at: offered.line, message: 'rtcp-mux was offered for this stream.' }],
        fix: {
          title: 'Delete the candidates of component 2',
          edits: deleteLines(
            answer.content,
            surplus.map(({ line }) => line),
          ),
        },
      });
    }
  },
});
