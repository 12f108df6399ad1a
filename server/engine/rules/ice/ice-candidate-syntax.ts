import { candidatesOf } from '../../sdp/query';
import type { CandidatePart } from '../../sdp/candidate';
import type { FieldProblem } from '../../sdp/fields';
import { allProfiles, defineRule, type Edit } from '../rule';
import { candidateSections, syntaxProblem } from './candidates';

export const rule = defineRule({
  id: 'ice-candidate-syntax',
  title: 'An a=candidate line does not follow the grammar',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1', 'RFC 5245 §15.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const candidate of candidateSections(body.sdp).flatMap(candidatesOf)) {
      const { line, problems } = candidate;
      const problem = syntaxProblem(candidate);
      if (problem === null) continue;
      const edits = problems.every(({ part }) => part === 'spacing') ? singleBlanks(problems, line) : [];
      report({
        in: body,
        // A field that is missing has no columns of its own.
        at: problem.end > problem.start ? problem : line,
        message:
          `${problem.message}. The far end may drop the candidate and so have no path for the media: the sender must ` +
          'write foundation, component, transport, priority, address, port, "typ" and the type.',
        ...(edits.length === 0 ? {} : { fix: { title: 'Part the fields by one blank', edits } }),
      });
    }
  },
});

function singleBlanks(
  gaps: readonly FieldProblem<CandidatePart>[],
  { attribute: { value } }: { readonly attribute: { readonly value: { readonly start: number } | null } },
): readonly Edit[] {
  return gaps.map(({ start, end }) => ({ start, end, newText: start === value?.start ? '' : ' ' }));
}
