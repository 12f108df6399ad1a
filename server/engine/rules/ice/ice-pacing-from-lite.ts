import { attributesOf } from '../../sdp/query';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { saysLite } from './lite';

export const rule = defineRule({
  id: 'ice-pacing-from-lite',
  title: 'An ICE Lite SBC asks for a pacing of checks that it never sends',
  severity: 'error',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8839 §4.3.1, §4.3.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    if (!saysLite(body.sdp)) return;
    for (const line of attributesOf(body.sdp.session, 'ice-pacing')) {
      report({
        in: body,
        at: line,
        message:
          'a=ice-pacing stands beside a=ice-lite. A lite agent sends no checks, so it must not say how fast: the SBC ' +
          'must leave the line out.',
        fix: { title: 'Delete the line', edits: [deleteLine(body.content, line)] },
      });
    }
  },
});
