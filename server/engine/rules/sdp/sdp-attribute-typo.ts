import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { misspeltAttribute } from './misspelling';

export const rule = defineRule({
  id: 'sdp-attribute-typo',
  title: 'The name of an attribute is misspelt',
  severity: 'warning',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 8839 §5.2', 'RFC 8866 §5.13'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const line of body.sdp.lines) {
      if (line.attribute === null) continue;
      const { name } = line.attribute;
      const meant = misspeltAttribute(name.text);
      if (meant === null) continue;
      report({
        in: body,
        at: name,
        message:
          `No attribute of this name is known; "${meant}" is probably meant. Receivers ignore the line as it ` +
          'stands. Whoever wrote the body must correct the name.',
        fix: { title: `Rename it to "${meant}"`, edits: [replace(name, meant)] },
      });
    }
  },
});
