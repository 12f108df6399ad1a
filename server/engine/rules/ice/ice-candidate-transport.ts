import { deleteLine } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { byComponent, candidateSections, readableCandidatesIn } from './candidates';
import { isUdp } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-candidate-transport',
  title: "The SBC's candidate is not UDP",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Format for offer from SBC in bypass mode"', 'RFC 5245 §15.1'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const section of candidateSections(body.sdp)) {
      const candidates = readableCandidatesIn(section);
      const served = byComponent(candidates.filter(isUdp));
      for (const candidate of candidates) {
        if (isUdp(candidate)) continue;
        const hasUdp = served.has(candidate.componentValue);
        report({
          in: body,
          at: candidate.transport,
          message:
            'The transport is not UDP. Media of a Direct Routing call goes over UDP only: the SBC must offer ' +
            (hasUdp ? 'its UDP candidate and nothing else.' : 'a UDP candidate.'),
          ...(hasUdp
            ? { fix: { title: 'Delete the candidate', edits: [deleteLine(body.content, candidate.line)] } }
            : {}),
        });
      }
    }
  },
});
