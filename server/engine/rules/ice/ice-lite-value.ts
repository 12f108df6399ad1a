import { attributesOf } from '../../sdp/query';
import type { AttributeLine } from '../../sdp/sdp';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { valueOrLine } from './credentials';

export const rule = defineRule({
  id: 'ice-lite-value',
  title: 'a=ice-lite has a value',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const section of [body.sdp.session, ...body.sdp.media]) {
      for (const line of attributesOf(section, 'ice-lite')) {
        if (line.attribute.value === null) continue;
        report({
          in: body,
          at: valueOrLine(line),
          message:
            'a=ice-lite is a flag and takes no value. A strict reader does not see it and treats the sender as a ' +
            'full agent: the sender must write a=ice-lite and nothing more.',
          fix: { title: 'Delete the value', edits: [replace(behindName(line), '')] },
        });
      }
    }
  },
});

function behindName({ attribute: { name, value } }: AttributeLine): { start: number; end: number } {
  return { start: name.end, end: value?.end ?? name.end };
}
