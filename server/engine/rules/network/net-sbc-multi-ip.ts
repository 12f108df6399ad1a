import { defineRule, teamsProfiles } from '../rule';
import { listText } from './paths';

export const rule = defineRule({
  id: 'net-sbc-multi-ip',
  title: 'One name of an SBC has several addresses',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Connect your SBC to Direct Routing, note on the FQDN'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const { sbcName = null, in: message = null } = path.signalled ?? {};
    if (sbcName === null || sbcName.addresses.length < 2) return;
    report({
      evidence: 'observed',
      in: message,
      message:
        `${sbcName.name} sends from ${listText(sbcName.addresses)}: a name of an SBC must lead to one address. Give each SBC ` +
        'a name of its own, and pair each with Direct Routing.',
    });
  },
});
