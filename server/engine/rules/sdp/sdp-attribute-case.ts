import {
  findSdpAttributeRegistration,
  findSdpAttributeRegistrationIgnoringCase,
} from '../../sdp/attribute-registry';
import { attributesByName } from '../../sdp/query';
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
    for (const section of [body.sdp.session, ...body.sdp.media]) {
      for (const [written, lines] of attributesByName(section)) {
        const right = rightName(written);
        if (right === null) continue;
        for (const { attribute } of lines) {
          report({
            in: body,
            at: attribute.name,
            message:
              `Names of attributes are compared letter by letter, and this one is "${right}". Receivers ignore the line as ` +
              'it stands. The sender must correct the name.',
            fix: { title: `Write "${right}"`, edits: [replace(attribute.name, right)] },
          });
        }
      }
    }
  },
});

/** The registered name of which another spelling was written; null for all other names. */
function rightName(written: string): string | null {
  if (findSdpAttributeRegistration(written) !== null || mayDiffer(written)) return null;
  return findSdpAttributeRegistrationIgnoringCase(written)?.name ?? null;
}

/** T.38 Annex D writes its names in two ways, and nobody registered private ones. */
function mayDiffer(name: string): boolean {
  return /^(?:T38|x-)/i.test(name);
}
