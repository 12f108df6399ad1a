import {
  findSdpAttributeRegistration,
  findSdpAttributeRegistrationIgnoringCase,
} from '../../sdp/attribute-registry';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-attribute-case',
  title: 'The name of an attribute is written with letters of the wrong case',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.13'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const line of body.sdp.lines) {
      if (line.attribute === null) continue;
      const { name } = line.attribute;
      if (findSdpAttributeRegistration(name.text) !== null || mayDiffer(name.text)) continue;
      const right = findSdpAttributeRegistrationIgnoringCase(name.text)?.name;
      if (right === undefined) continue;
      report({
        in: body,
        at: name,
        message:
          `Names of attributes are compared letter by letter, and this one is "${right}". Receivers ignore the line as it ` +
          'stands. The sender must correct the name.',
        fix: { title: `Write "${right}"`, edits: [replace(name, right)] },
      });
    }
  },
});

/** T.38 Annex D writes its names in two ways, and nobody registered private ones. */
function mayDiffer(name: string): boolean {
  return /^(?:T38|x-)/i.test(name);
}
