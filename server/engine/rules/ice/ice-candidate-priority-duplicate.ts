import type { Candidate } from '../../sdp/candidate';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { candidateSections, readableCandidatesIn } from './candidates';
import { isPriorityInRange, litePriority, samePriorities, sharedPriorities } from './priorities';
import { isUdp } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-candidate-priority-duplicate',
  title: 'Two candidates of a stream have the same priority',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §5.1.2', 'RFC 5245 §4.1.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    // Microsoft's own are as they are.
    if (profile !== 'rfc' && body.side !== 'sbc') return;
    // An SBC that offers several candidates for a component is told so by ice-candidate-count.
    const find = profile === 'rfc' ? sharedPriorities : samePriorities;
    for (const section of candidateSections(body.sdp)) {
      const candidates = readableCandidatesIn(section).filter(
        (each) => isUdp(each) && isPriorityInRange(each),
      );
      const found = find(candidates);
      if (found.size === 0) continue;
      const taken = new Set(candidates.map(({ priorityValue }) => priorityValue));
      for (const [candidate, before] of found) {
        const fix = recompute(candidate, taken);
        report({
          in: body,
          at: candidate.priority,
          message:
            'Another candidate of this stream has the same priority; each must have its own, or chance orders the checks. ' +
            'Component and local preference count in the number: the sender must compute it anew.',
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
