/** An export does not tell all that is needed to judge. */
import { nameOf } from '../../firewall/pairs';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'net-firewall-incomplete',
  title: 'The export of firewall rules leaves out what is needed to judge them',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Enabling Lync Media to Bypass a VPN Tunnel, "Windows Firewall Policy Configuration Steps"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'network',
  check({ firewall, report }) {
    if (firewall === null) return;
    const { lacks, remedy, cut, rules } = firewall;
    if (lacks.length > 0)
      report({
        of: 'firewall',
        line: null,
        message: `The export does not tell ${lacks.join(', ')} of its rules, which are not judged by it. ${remedy}`,
      });
    for (const rule of cut)
      report({
        of: 'firewall',
        line: rule.line,
        message: `${nameOf(rule)} breaks off in the export and is not judged. ${remedy}`,
      });
    for (const rule of rules) {
      const unknown = [rule.enabled, rule.action].includes('unknown');
      if (rule.cut || !unknown || lacks.length > 0) continue;
      report({
        of: 'firewall',
        line: rule.line,
        message: `${nameOf(rule)} has an action or a state in words that are not known: it is not judged by them. ${remedy}`,
      });
    }
  },
});
