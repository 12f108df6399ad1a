import { isTorn } from '../../sip/condition';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

export const rule = defineRule({
  id: 'sip-replaces-mismatch',
  title: 'An INVITE is to replace a call that the other side does not find',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3891 §3, §4, §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method, has }) => status === null && method === 'INVITE' && has('replaces'),
  check({ message, sip, traced, signalling, call, report }) {
    const header = headerOf(sip, 'replaces');
    if (header === undefined || signalling.isCut(traced)) return;
    if (isTorn(sip, header)) return;
    const missing = ['to-tag', 'from-tag'].filter(
      (name) => !new RegExp(`;\\s*${name}\\s*=`, 'i').test(header.value.text),
    );
    if (missing.length > 0) {
      report({
        in: message,
        at: header.value,
        message: `Replaces has no ${missing.join(' and no ')}, so it names no call and is answered 400. Its sender must copy all three parts from Refer-To, unescaped.`,
      });
      return;
    }
    const unknown = signalling.answersOf(traced).find(({ parsed }) => factsOf(parsed).status === 481);
    if (unknown === undefined) return;
    report({
      in: message,
      at: header.value,
      message:
        'The call that Replaces names is answered 481: Call-ID or tags are not those of a call there, or it has ended. Whoever ' +
        'wrote Refer-To must give the tags as the receiver sees them: its own is the to-tag.',
      related: relatedTo(call, unknown, 'The answer.'),
    });
  },
});
