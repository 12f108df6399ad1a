import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { readableCandidatesOf } from './candidates';
import { isLiteAgent } from './lite';
import { isPriorityInRange, litePriority } from './priorities';

export const rule = defineRule({
  id: 'ice-candidate-priority-range',
  title: "A candidate's priority is 0 or above 2147483647",
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1', 'RFC 8445 §5.1.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    for (const candidate of readableCandidatesOf(body.sdp)) {
      if (isPriorityInRange(candidate)) continue;
      const wanted = isLiteAgent(body, profile) ? litePriority(candidate) : null;
      report({
        in: body,
        at: candidate.priority,
        message:
          'The priority must lie between 1 and 2147483647. A receiver may drop the candidate: the sender must ' +
          (wanted === null ? 'compute it anew.' : `write ${wanted}.`),
        ...(wanted === null
          ? {}
          : {
              fix: {
                title: `Set the priority to ${wanted}`,
                edits: [replace(candidate.priority, String(wanted))],
              },
            }),
      });
    }
  },
});
