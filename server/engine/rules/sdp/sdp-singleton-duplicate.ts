import { attributesOf, usedStreams } from '../../sdp/query';
import type { AttributeLine } from '../../sdp/sdp';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';

/** Attributes of which a second one leaves open what counts. */
const singletons = [
  'ice-ufrag',
  'ice-pwd',
  'ice-lite',
  'rtcp',
  'rtcp-mux',
  'setup',
  'mid',
  'ptime',
  'maxptime',
] as const;

export const rule = defineRule({
  id: 'sdp-singleton-duplicate',
  title: 'An attribute that may stand once in a section stands twice',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.4', 'RFC 3605 §2.1', 'RFC 5888 §4'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const section of [body.sdp.session, ...usedStreams(body.sdp)]) {
      for (const name of singletons) {
        const [first, ...others] = attributesOf(section, name);
        for (const line of others) {
          const same = first !== undefined && valueOf(first) === valueOf(line);
          report({
            in: body,
            at: line.attribute.name,
            message:
              `A second a=${name} stands in this section, ${same ? 'the same as the first' : 'with another value'}. Receivers take ` +
              `either one or refuse the body. The sender must ${same ? 'write it once' : 'decide for one'}.`,
            ...(first === undefined ? {} : { related: [{ in: body, at: first, message: 'The first one.' }] }),
            ...(same
              ? { fix: { title: 'Delete the second line', edits: [deleteLine(body.content, line)] } }
              : {}),
          });
        }
      }
    }
  },
});

function valueOf({ attribute }: AttributeLine): string {
  return attribute.value?.text.trim() ?? '';
}
