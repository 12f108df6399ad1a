import { hasDescription } from '../../sip/descriptions';
import { allProfiles, defineRule } from '../rule';
import { firstOfEachTag, invitesOf, isSuccess, reliableOf, startOf } from './transactions';

export const rule = defineRule({
  id: 'call-2xx-before-prack',
  title: 'The call is accepted while a reliable answer with SDP waits for its PRACK',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3262 §3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isReliable }) => isReliable,
  check({ call, signalling, report }) {
    for (const invite of invitesOf(call)) {
      const successes = firstOfEachTag(invite.answers.filter(isSuccess));
      for (const answer of reliableOf(invite)) {
        const accepted = successes.get(answer.facts.toTag);
        if (accepted === undefined || !hasDescription(answer.sip)) continue;
        // Where there is none at all, call-prack-missing speaks.
        const [prack] = signalling.pracksOf(answer.message);
        if (prack === undefined || !signalling.isBefore(accepted.message, prack)) continue;
        report({
          in: accepted.in,
          at: startOf(accepted),
          message:
            `The ${accepted.facts.status ?? ''} is sent before the PRACK of the ${answer.facts.status ?? ''} with SDP came. ` +
            'The callee must wait for that PRACK: until then the caller may not have the SDP, and the two sides may ' +
            'differ on which offer was answered.',
          related: [
            {
              in: answer.in,
              at: answer.rseq.value,
              message: 'The reliable answer that waits for its PRACK.',
            },
          ],
        });
      }
    }
  },
});
