import type { Candidate } from '../../sdp/candidate';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { candidateSections, readableCandidatesIn } from './candidates';
import { isPriorityInRange, litePriority, samePriorities } from './priorities';
import { isUdp } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-candidate-priority-duplicate',
  title: 'Two candidates of a stream have the same priority',
  severity: 'warning',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8445 §5.1.2', 'RFC 5245 §4.1.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const section of candidateSections(body.sdp)) {
      const candidates = readableCandidatesIn(section).filter(
        (each) => isUdp(each) && isPriorityInRange(each),
      );
      const taken = new Set(candidates.map(({ priorityValue }) => priorityValue));
      for (const [candidate, before] of samePriorities(candidates)) {
        const fix = recompute(candidate, taken);
        report({
          in: body,
          at: candidate.priority,
          message:
            'Another candidate of this stream has the same priority; each must have its own. The component counts ' +
            'in the last digits: the SBC must compute the priority anew.',
          related: [{ in: body, at: before.priority, message: 'The same priority' }],
          ...(fix === null ? {} : { fix }),
        });
      }
    }
  },
});

/** The lite agent's formula, where it gives a number that nobody else has. */
function recompute(candidate: Candidate, taken: ReadonlySet<number | null>): Fix | null {
  const wanted = litePriority(candidate);
  if (wanted === null || taken.has(wanted)) return null;
  return {
    title: `Set the priority to ${wanted}`,
    edits: [replace(candidate.priority, String(wanted))],
  };
}
