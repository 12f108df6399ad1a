import { findSdpAttributeRegistrationIgnoringCase } from '../../sdp/attribute-registry';
import { isTokenText } from '../../sdp/fields';
import { allProfiles, defineRule } from '../rule';
import { misspeltAttribute } from './misspelling';

export const rule = defineRule({
  id: 'sdp-attribute-unknown',
  title: 'An attribute is known to no registry',
  severity: 'info',
  offByDefault: true,
  basis: 'observed',
  applies: 'either',
  source: ['RFC 8866 §5.13'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const line of body.sdp.lines) {
      if (line.attribute === null) continue;
      const { name } = line.attribute;
      if (!isTokenText(name.text) || findSdpAttributeRegistrationIgnoringCase(name.text) !== null) continue;
      // Of misspelt names sdp-attribute-typo speaks.
      if (misspeltAttribute(name.text) !== null) continue;
      report({
        in: body,
        at: name,
        message:
          'No registry and no document that is known here tells of this attribute. Receivers must ignore it, so it does ' +
          'no harm: it works where both ends know it.',
      });
    }
  },
});
