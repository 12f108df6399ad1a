import { linesOfType } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-session-name-empty',
  title: 'The session has an empty name',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const line of linesOfType(body.sdp, 's')) {
      // One blank is a name.
      if (line.value.text !== '' || line.end > line.value.start) continue;
      report({
        in: body,
        at: line,
        message:
          'Nothing follows "s=". Some parsers drop such a line, and refuse the body for want of it. The sender must ' +
          'write "s=-".',
        fix: {
          title: 'Write "s=-"',
          edits: [{ start: line.value.start, end: line.value.start, newText: '-' }],
        },
      });
    }
  },
});
