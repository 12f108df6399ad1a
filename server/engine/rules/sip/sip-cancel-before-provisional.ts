import { allProfiles, defineRule } from '../rule';
import { invitesOf } from './cancels';
import { relatedTo } from './in-call';

export const rule = defineRule({
  id: 'sip-cancel-before-provisional',
  title: 'A CANCEL is sent before any answer to the INVITE came',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §9.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'CANCEL',
  check({ message, sip, traced, signalling, call, report }) {
    const { meant } = invitesOf(signalling, traced);
    if (meant === null) return;
    const answers = signalling.answersOf(meant).filter((each) => signalling.isSameHop(each, meant));
    // Where no answer is seen at all, their direction may not be captured.
    if (answers.length === 0 || answers.some(({ index }) => index < traced.index)) return;
    report({
      in: message,
      at: sip.startLine,
      message:
        'The CANCEL is sent before the INVITE was answered with as much as 100. It may arrive first and cancel nothing: the ' +
        'sender must wait for the first provisional answer.',
      related: relatedTo(call, meant, 'The INVITE.'),
    });
  },
});
