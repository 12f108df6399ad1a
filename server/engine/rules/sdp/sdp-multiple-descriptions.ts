import { linesOfType } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { furtherVersions } from './several';

export const rule = defineRule({
  id: 'sdp-multiple-descriptions',
  title: 'The body holds more than one session description',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §5'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    // In a file, one description follows another.
    if (body.standsAlone) return;
    const [second] = furtherVersions(body.sdp);
    const [first] = linesOfType(body.sdp, 'v');
    if (second === undefined || first === undefined) return;
    report({
      in: body,
      at: second,
      message:
        'A second description begins here, but an offer or answer holds exactly one: receivers read the first one, ' +
        'or refuse the body. The sender must send one description; a proxy that appends its own must replace instead.',
      related: [{ in: body, at: first, message: 'The first description begins here.' }],
    });
  },
});
