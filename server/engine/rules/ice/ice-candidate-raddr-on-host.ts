import { allProfiles, defineRule } from '../rule';
import { readableCandidatesOf, typeOf } from './candidates';
import { deleteRelatedAddress, relatedAddressSpan } from './related-address';

export const rule = defineRule({
  id: 'ice-candidate-raddr-on-host',
  title: 'A host candidate names a related address',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1', 'RFC 5245 §15.1'],
  profiles: allProfiles,
  superfluous: true,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const candidate of readableCandidatesOf(body.sdp)) {
      if (typeOf(candidate) !== 'host') continue;
      const related = relatedAddressSpan(body.content, candidate);
      if (related === null) continue;
      report({
        in: body,
        at: related,
        message:
          'A host candidate is its own base and has no related address: raddr and rport must be left out. The sender ' +
          'must delete them; they may also give away a private address.',
        fix: { title: 'Delete raddr and rport', edits: deleteRelatedAddress(body.content, candidate) },
      });
    }
  },
});
