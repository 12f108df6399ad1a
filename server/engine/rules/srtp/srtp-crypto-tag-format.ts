import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { cryptoSections, readableCryptosIn } from './crypto-lines';
import { isTag } from './tags';

export const rule = defineRule({
  id: 'srtp-crypto-tag-format',
  title: 'The tag of an a=crypto line is no number of 1 to 9 digits without a leading zero',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §4.1, §9.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const section of cryptoSections(body.sdp)) {
      const cryptos = readableCryptosIn(section);
      const taken = new Set(cryptos.map(({ tag }) => tag.text));
      for (const { tag } of cryptos) {
        if (isTag(tag.text)) continue;
        const stripped = tag.text.replace(/^0+(?=\d)/, '');
        const isFree = isTag(stripped) && !taken.has(stripped);
        report({
          in: body,
          at: tag,
          message: /^0\d/.test(tag.text)
            ? 'The tag begins with a zero, which makes the line invalid. The sender must leave the zero out.'
            : 'The tag must be a number of 1 to 9 digits. The far end ignores the line: the sender must number it.',
          ...(isFree
            ? { fix: { title: `Change the tag to ${stripped}`, edits: [replace(tag, stripped)] } }
            : {}),
        });
      }
    }
  },
});
