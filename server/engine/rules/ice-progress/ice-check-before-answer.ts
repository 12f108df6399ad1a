import { otherEnd } from '../../../../shared/ice';
import { addressText } from '../../ice/address';
import { capital, sessionAt } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-check-before-answer',
  title: 'A check comes before the answer that it belongs to',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.3', 'RFC 5245 §7.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, report }) {
    const told = new Set<number>();
    for (const { of, request, sender, source, responses } of replay.checks) {
      if (told.has(of.fork)) continue;
      const own = sessionAt(replay, of)?.descriptions[sender] ?? null;
      const answer = own === null ? undefined : call.messages[own.body.place]?.message;
      if (own?.body.role !== 'answer' || answer === undefined || answer.index < request.index) continue;
      told.add(of.fork);
      const receiver = replay.names[otherEnd(sender)];
      report({
        in: request,
        message:
          `A check from ${addressText(source)} comes before the answer of ${replay.names[sender]}, as may happen. ` +
          `${capital(receiver)} ${responses.length > 0 ? 'answered it, as it must' : 'must answer it at once'}: ` +
          'its own ufrag and password are all that this takes.',
        related: [{ in: answer, message: 'The answer comes here.' }],
      });
    }
  },
});
