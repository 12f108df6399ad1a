import { allProfiles, defineRule } from '../rule';
import { inLeg, invitesOf, reliableOf, startOf } from './transactions';

export const rule = defineRule({
  id: 'call-reliable-1xx-repeated',
  title: 'A reliable answer is repeated though its PRACK was answered',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3262 §3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isReliable }) => isReliable,
  check({ call, signalling, report }) {
    for (const invite of invitesOf(call)) {
      for (const answer of reliableOf(invite)) {
        const done = signalling
          .pracksOf(answer.message)
          .flatMap((prack) => signalling.answersOf(prack))
          .find(
            ({ parsed: { startLine } }) =>
              startLine.kind === 'status' && Math.floor(startLine.status / 100) === 2,
          );
        if (done === undefined) continue;
        const again = signalling.sendingsOf(answer.message).find((each) => signalling.isBefore(done, each));
        const at = again === undefined ? null : inLeg(call, again);
        if (at === null) continue;
        const settled = inLeg(call, done);
        report({
          in: at.in,
          at: startOf(at),
          message:
            `The ${at.facts.status ?? ''} comes again, though its PRACK was answered before. The callee must stop to repeat ` +
            'it with the PRACK: it does not match RAck to the answer, or another part of it never learns of the PRACK.',
          related:
            settled === null
              ? []
              : [{ in: settled.in, at: startOf(settled), message: 'The PRACK is answered here.' }],
        });
      }
    }
  },
});
