import { SECOND } from '../../basics/durations';
import { factsOf } from '../../sip/facts';
import { allProfiles, defineRule } from '../rule';
import { invitesOf } from './cancels';
import { relatedTo } from './in-call';

export const rule = defineRule({
  id: 'sip-early-cancel-no-487',
  title: 'The CANCEL is accepted, but the INVITE is never answered finally',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §9.1, §9.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'CANCEL',
  check({ message, sip, traced, signalling, call, report }) {
    const { meant } = invitesOf(signalling, traced);
    if (meant === null || !signalling.goesOnFor(traced, 32 * SECOND)) return;
    // It shows that the trace sees what the callee sends.
    const accepted = signalling
      .answersOf(traced)
      .find((each) => factsOf(each.parsed).status === 200 && signalling.isSameHop(each, traced));
    if (accepted === undefined) return;
    if (signalling.answersOf(meant).some(({ parsed }) => (factsOf(parsed).status ?? 0) >= 200)) return;
    report({
      in: message,
      at: sip.startLine,
      message:
        'The CANCEL got its 200, and for 32 s after it no final answer to the INVITE comes. Who was called must answer it with ' +
        '487: until then the line stays taken, and some phones go on ringing.',
      related: relatedTo(call, accepted, 'The 200 of the CANCEL.'),
    });
  },
});
