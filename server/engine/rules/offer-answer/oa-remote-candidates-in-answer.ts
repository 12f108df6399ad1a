import { otherParty } from '../../../../shared/calls';
import { saysLite } from '../ice/lite';
import { remoteCandidateLines } from '../ice/remote-candidates';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'oa-remote-candidates-in-answer',
  title: 'An answer names remote candidates',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.2', 'RFC 5245 §9.2.2.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body }) => body.role === 'answer' && remoteCandidateLines(body).length > 0,
  check({ body, call, report }) {
    if (body.role !== 'answer') return;
    const lines = remoteCandidateLines(body);
    if (lines.length === 0) return;
    // A lite SBC is told so by ice-remote-candidates-from-lite.
    const { side, party, sdp } = body;
    const isToldAsLite =
      side === 'sbc' &&
      saysLite(sdp) &&
      !call.bodies.some((other) => other.party === otherParty(party) && saysLite(other.sdp));
    if (isToldAsLite) return;
    for (const { first, removal } of lines) {
      report({
        in: body,
        at: first,
        message:
          'Only an offer names remote candidates: it tells the answerer which pair was selected. The answerer must leave ' +
          'the line out and give its own address of that pair.',
        fix: removal,
      });
    }
  },
});
