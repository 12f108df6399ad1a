import { defineRule, teamsProfiles } from '../rule';
import { allowedBySbc } from './allow';

export const rule = defineRule({
  id: 'dr-notify-not-allowed',
  title: 'The SBC says that it takes REFER, and not NOTIFY',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Call transfer"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  check({ call, facts, signalling, report }) {
    const allowed = allowedBySbc({ call, facts, signalling });
    // Without REFER there is nothing to notify: dr-refer-not-allowed speaks of that.
    if (allowed === null || !allowed.methods.has('REFER') || allowed.methods.has('NOTIFY')) return;
    report({
      in: allowed.in,
      at: allowed.at,
      message:
        'Allow lists REFER and no NOTIFY. Microsoft wants both signalled: the SBC must list NOTIFY, or transfers stay ' +
        'without a result.',
    });
  },
});
