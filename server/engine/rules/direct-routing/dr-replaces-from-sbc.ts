import { headerOf } from '../../sip/values';
import { deleteLine } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { inviteOrOptions, isToMicrosoft } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-replaces-from-sbc',
  title: "The SBC's request carries Replaces",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing SIP protocol, notes on OPTIONS',
    'What\'s new in Direct Routing, "Replace headers"',
    'RFC 3891 §3',
  ],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: ({ status, method, has }) => status === null && inviteOrOptions.has(method) && has('replaces'),
  check(subject) {
    const { message, sip, report } = subject;
    const replaces = headerOf(sip, 'replaces');
    if (replaces === undefined || !isToMicrosoft(subject)) return;
    report({
      in: message,
      at: replaces,
      message:
        'The request carries Replaces, and Direct Routing rejects requests of an SBC that do. The SBC must leave it out, and ' +
        'transfer by what Microsoft writes in Refer-To. Of Microsoft it must take INVITEs with Replaces all the same.',
      fix: { title: 'Leave Replaces out', edits: [deleteLine(sip.content, replaces)] },
    });
  },
});
