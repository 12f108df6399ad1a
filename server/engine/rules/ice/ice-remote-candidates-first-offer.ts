import { allProfiles, defineRule } from '../rule';
import { opensDialog, remoteCandidateLines } from './remote-candidates';

export const rule = defineRule({
  id: 'ice-remote-candidates-first-offer',
  title: 'The first offer of a call names remote candidates',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.2.2, §5.2', 'RFC 5245 §9.1.2.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body }) => remoteCandidateLines(body).length > 0,
  check({ body, report }) {
    if (!opensDialog(body)) return;
    for (const { first, removal } of remoteCandidateLines(body)) {
      report({
        in: body,
        at: first,
        message:
          'a=remote-candidates names the addresses that ICE selected, but this is the first offer: no check has run ' +
          'yet. The sender must leave it out until ICE has completed.',
        fix: removal,
      });
    }
  },
});
