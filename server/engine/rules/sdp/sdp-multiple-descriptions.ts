import { anotherDescription, linesOfType } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';

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
    const another = anotherDescription(body.sdp);
    const [first] = linesOfType(body.sdp, 'v');
    if (another === null || first === undefined) return;
    report({
      in: body,
      at: another,
      message:
        'A second description begins here, but an offer or answer holds exactly one: receivers read the first one, ' +
        'or refuse the body. The sender must send one description; a proxy that appends its own must replace instead.',
      related: [{ in: body, at: first, message: 'The first description begins here.' }],
    });
  },
});
