import { defineRule, teamsProfiles } from '../rule';
import { allowedBySbc } from './allow';

export const rule = defineRule({
  id: 'dr-refer-not-allowed',
  title: 'The SBC does not say that it takes REFER',
  severity: 'warning',
  otherwise: [
    { severity: 'info', when: 'without media bypass, where Microsoft transfers by itself' },
    { severity: 'info', when: 'where the SBC says nothing of methods at all' },
  ],
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing SIP protocol, "Call transfer"',
    'Issues that affect call transfers to Direct Routing',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  check({ call, facts, signalling, profile, report }) {
    const allowed = allowedBySbc({ call, facts, signalling });
    if (allowed === null || allowed.methods.has('REFER')) return;
    report({
      in: allowed.in,
      at: allowed.at,
      ...(profile === 'teams-bypass' && allowed.isSaid ? {} : { severity: 'info' as const }),
      message:
        `${allowed.isSaid ? 'Allow lists no REFER' : 'There is no Allow'}, so Microsoft does not send one and transfers at its ` +
        'own end' +
        (profile === 'teams-bypass' ? ', which is not supported with media bypass' : '') +
        '. If Teams users transfer calls on this trunk, the SBC must list REFER, and NOTIFY with it.',
    });
  },
});
