import type { Candidate } from '../../sdp/candidate';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { byComponent, candidateSections, readableCandidatesIn, udpOverIpv4In } from './candidates';
import { isLiteAgent } from './lite';
import { isPriorityInRange, litePriority, samePriorities } from './priorities';

export const rule = defineRule({
  id: 'ice-candidate-priority-lite',
  title: "A lite agent's only candidate has an unusual priority",
  severity: 'info',
  basis: 'should',
  applies: 'sbc',
  source: ['RFC 8445 §5.2', 'RFC 5245 §4.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    if (!isLiteAgent(body, profile)) return;
    for (const section of candidateSections(body.sdp)) {
      const candidates = readableCandidatesIn(section);
      if (udpOverIpv4In(section).length < candidates.length || hasChoice(candidates)) continue;
      const same = samePriorities(candidates);
      for (const candidate of candidates) {
        const wanted = litePriority(candidate);
        if (wanted === null || wanted === candidate.priorityValue) continue;
        // Rules of their own speak of these.
        if (!isPriorityInRange(candidate) || same.has(candidate)) continue;
        report({
          in: body,
          at: candidate.priority,
          message:
            `A lite agent with one IPv4 address should give component ${candidate.component.text} the priority ` +
            `${wanted}. With a single candidate the number changes nothing; the SBC may be left as it is.`,
          fix: {
            title: `Set the priority to ${wanted}`,
            edits: [replace(candidate.priority, String(wanted))],
          },
        });
      }
    }
  },
});

/** Whether a component has several candidates, whose priorities then must differ. */
function hasChoice(candidates: readonly Candidate[]): boolean {
  return byComponent(candidates).size < candidates.length;
}
