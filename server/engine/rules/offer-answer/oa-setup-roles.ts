import { effectiveAttribute, isRejected } from '../../sdp/query';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { setupRole } from '../srtp/setup-lines';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-setup-roles',
  title: 'Both sides want the same role in the handshake',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4145 §4.1', 'RFC 5763 §5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    const said = new Set<number>();
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const was = effectiveAttribute(offer.sdp, offered, 'setup');
      const is = effectiveAttribute(answer.sdp, answered, 'setup');
      if (was === null || is === null || isRejected(offered)) continue;
      const role = setupRole(is);
      const name = role.text.toLowerCase();
      const other = opposites.get(name);
      if (other === undefined || setupRole(was).text.toLowerCase() !== name || said.has(is.start)) continue;
      said.add(is.start);
      report({
        in: answer,
        at: role,
        message:
          `Offer and answer both say ${name}, so ${name === 'active' ? 'both open the handshake' : 'both wait for the handshake'} ` +
          `and no media is decrypted. The answerer must say ${other}; better the offerer offers actpass.`,
        related: [{ in: offer, at: was, message: 'The role that the offerer takes.' }],
        fix: { title: `Answer with a=setup:${other}`, edits: [replace(role, other)] },
      });
    }
  },
});

const opposites: ReadonlyMap<string, string> = new Map([
  ['active', 'passive'],
  ['passive', 'active'],
]);
