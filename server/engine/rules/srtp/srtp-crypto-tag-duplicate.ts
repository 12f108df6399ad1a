import type { Crypto } from '../../sdp/crypto';
import { cryptosOf } from '../../sdp/query';
import type { Section } from '../../sdp/sdp';
import { deleteLine, replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { cryptoSections, syntaxProblem } from './crypto-lines';
import { isTag } from './tags';

export const rule = defineRule({
  id: 'srtp-crypto-tag-duplicate',
  title: 'Two a=crypto lines of one stream have the same tag',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §4.1', 'MS-SDPEXT, "a=cryptoscale"'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const section of cryptoSections(body.sdp)) {
      const cryptos = taggedLines(section);
      const taken = new Set(cryptos.map(({ tag }) => tag.text));
      const first = new Map<string, Crypto>();
      let next = 1;
      for (const crypto of cryptos) {
        const twin = first.get(crypto.tag.text);
        if (twin === undefined) {
          first.set(crypto.tag.text, crypto);
          continue;
        }
        const isSame = twin.line.value.text === crypto.line.value.text;
        while (taken.has(String(next))) next++;
        const free = isSame ? '' : String(next++);
        report({
          in: body,
          at: crypto.tag,
          message:
            `Tag ${crypto.tag.text} stands on an earlier line of this stream already. The answer names a line by ` +
            'its tag alone: the sender must number its lines apart.',
          related: [{ in: body, at: twin.tag, message: 'The first line with this tag.' }],
          ...(isSame
            ? { fix: { title: 'Delete the second line', edits: [deleteLine(body.content, crypto.line)] } }
            : body.role === 'offer'
              ? { fix: { title: `Change the tag to ${free}`, edits: [replace(crypto.tag, free)] } }
              : {}),
        });
      }
    }
  },
});

/** Microsoft counts the tags of both attributes together. */
function taggedLines(section: Section): readonly Crypto[] {
  return [...cryptosOf(section), ...cryptosOf(section, 'cryptoscale')]
    .filter((crypto) => syntaxProblem(crypto) === null && isTag(crypto.tag.text))
    .sort((a, b) => a.line.start - b.line.start);
}
