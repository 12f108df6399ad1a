import { candidatesOf } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { candidateSections, syntaxProblem } from './candidates';

export const rule = defineRule({
  id: 'ice-candidate-extension-odd',
  title: 'A candidate ends in a word without its value',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const section of candidateSections(body.sdp)) {
      for (const candidate of candidatesOf(section)) {
        const { oddExtension } = candidate;
        // A line that is wrong elsewhere, or ends in "raddr", has its finding from ice-candidate-syntax.
        if (oddExtension === null || syntaxProblem(candidate) !== null) continue;
        report({
          in: body,
          at: oddExtension,
          message:
            `"${oddExtension.text}" stands alone at the end of the candidate. Behind the type, words go in pairs of ` +
            'name and value ("generation 0"): whoever wrote the line must add the value or leave the name out.',
        });
      }
    }
  },
});
