import { findSdpAttributeRegistrationIgnoringCase } from '../../sdp/attribute-registry';
import { isTokenText } from '../../sdp/fields';
import { attributesByName } from '../../sdp/query';
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
    for (const section of [body.sdp.session, ...body.sdp.media]) {
      for (const [name, lines] of attributesByName(section)) {
        if (!isTokenText(name) || findSdpAttributeRegistrationIgnoringCase(name) !== null) continue;
        // Of misspelt names sdp-attribute-typo speaks.
        if (misspeltAttribute(name) !== null) continue;
        for (const { attribute } of lines) {
          report({
            in: body,
            at: attribute.name,
            message:
              'No registry and no document that is known here tells of this attribute. Receivers must ignore it, so it ' +
              'does no harm: it works where both ends know it.',
          });
        }
      }
    }
  },
});
