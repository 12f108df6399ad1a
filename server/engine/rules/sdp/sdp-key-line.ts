import { linesOfType } from '../../sdp/query';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-key-line',
  title: 'A key is given by a k= line, which is no longer used',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.12'],
  profiles: allProfiles,
  superfluous: true,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const line of linesOfType(body.sdp, 'k')) {
      report({
        in: body,
        // What follows may be a key.
        at: { start: line.start, end: line.start + 2 },
        message:
          'A k= line must not be sent, and receivers discard it: nothing is encrypted by it, and a key in it is told to ' +
          'everybody on the way. The sender must delete it; a=crypto or DTLS carry keys.',
        fix: { title: 'Delete the k= line', edits: [deleteLine(body.content, line)] },
      });
    }
  },
});
