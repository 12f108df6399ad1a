import { attributesOf } from '../../sdp/query';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-mismatch-in-offer',
  title: 'An offer carries a=ice-mismatch, which only an answer may',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.2.5, §5.3', 'RFC 5245 §6.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    if (body.role !== 'offer') return;
    for (const media of body.sdp.media) {
      for (const line of attributesOf(media, 'ice-mismatch')) {
        report({
          in: body,
          at: line,
          message:
            'a=ice-mismatch tells the offerer that its offer was changed on the way; in an offer it says nothing. ' +
            'The sender, often an SBC that copies lines from one leg to the other, must leave it out.',
          fix: { title: 'Delete the line', edits: [deleteLine(body.content, line)] },
        });
      }
    }
  },
});
