import { otherParty, type Party } from '../../../../shared/calls';
import { perObject } from '../../basics/memo';
import type { Body, Call } from '../../calls/call';
import { allProfiles, defineRule } from '../rule';
import { saysLite } from './lite';
import { opensDialog, remoteCandidateLines } from './remote-candidates';

export const rule = defineRule({
  id: 'ice-remote-candidates-from-lite',
  title: 'An ICE Lite SBC names remote candidates to a full agent',
  severity: 'error',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8839 §4.4.1.2.2, §4.4.1.3, §5.2', 'RFC 5245 §9.1.3.2, §15.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body }) => saysLite(body.sdp) && remoteCandidateLines(body).length > 0,
  check({ body, call, report }) {
    // In a first offer they are wrong whoever sends them: ice-remote-candidates-first-offer.
    if (!saysLite(body.sdp) || opensDialog(body) || isPeerLite(call, body)) return;
    for (const { first, removal } of remoteCandidateLines(body)) {
      report({
        in: body,
        at: first,
        message:
          'Only the controlling side names remote candidates, and with a lite SBC that is the far end. The SBC must ' +
          'leave the line out and repeat its own a=candidate line.',
        fix: removal,
      });
    }
  },
});

/** Of two lite agents one is controlling and names remote candidates rightly (RFC 8839 §4.4.1.3). */
function isPeerLite(call: Call, { party }: Body): boolean {
  return liteParties(call).has(otherParty(party));
}

const liteParties: (call: Call) => ReadonlySet<Party> = perObject(
  ({ bodies }) => new Set(bodies.filter(({ sdp }) => saysLite(sdp)).map(({ party }) => party)),
);
