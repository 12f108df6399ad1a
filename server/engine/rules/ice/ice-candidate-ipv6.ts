import { deleteLine } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { byComponent, candidatesByKind, candidateSections, udpOverIpv4In } from './candidates';

export const rule = defineRule({
  id: 'ice-candidate-ipv6',
  title: 'The SBC offers an IPv6 candidate',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Candidate gathering"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const section of candidateSections(body.sdp)) {
      const served = byComponent(udpOverIpv4In(section));
      for (const candidate of candidatesByKind(section).ipv6) {
        const hasOther = served.has(candidate.componentValue);
        report({
          in: body,
          at: candidate.address,
          message:
            'The candidate is an IPv6 address; Direct Routing takes IPv4 candidates only. The SBC must offer ' +
            (hasOther ? 'nothing but its public IPv4 address.' : 'its public IPv4 address instead.'),
          ...(hasOther
            ? { fix: { title: 'Delete the candidate', edits: [deleteLine(body.content, candidate.line)] } }
            : {}),
        });
      }
    }
  },
});
