import { attributeOf, hasFlag } from '../../sdp/query';
import { hasMisspelt } from '../sdp/misspelling';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-rtcp-mux-not-offered',
  title: 'The answer agrees to rtcp-mux, which was not offered',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8035 §3.1', 'RFC 5761 §5.1.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    // An excerpt, or a body that was cut, may have lost the line.
    if (offer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const line = attributeOf(answered, 'rtcp-mux');
      if (line === null || hasFlag(offered, 'rtcp-mux')) continue;
      // Offered at the wrong level or with a slip: rules of their own speak of that.
      if (hasFlag(offer.sdp.session, 'rtcp-mux') || hasMisspelt(offered, 'rtcp-mux')) continue;
      report({
        in: answer,
        at: line,
        message:
          'The answer has a=rtcp-mux, but the offer has not. The offerer listens for RTCP on a port of its own: the ' +
          'answerer must leave the line out and send RTCP there.',
        related: [{ in: offer, at: offered.line, message: 'This m-line was offered without a=rtcp-mux.' }],
        fix: { title: 'Delete the line', edits: [deleteLine(answer.content, line)] },
      });
    }
  },
});
