import { ICE_CONTROLLED, ICE_CONTROLLING, USERNAME } from '../../stun/attributes';
import { stunHex, stunText, type StunMessage } from '../../stun/message';
import { changeText } from '../changed-values';
import { attributePlace } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { hasType, onePerFork, othersAlike, requestsOf, type SentPacket } from './stun-packets';

export const rule = defineRule({
  id: 'stun-tie-breaker-changed',
  title: 'The tie-breaker of one endpoint changes within a session',
  severity: 'info',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8445 §7.1.3, §16.1', 'RFC 5245 §5.2, §7.1.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const firsts = new Map<string, SentPacket>();
    const changed = requestsOf(subject).flatMap((packet) => {
      const { of, sender, stun } = packet;
      const own = tieBreakerOf(stun);
      if (sender !== 'teams' || own === null) return [];
      const key = `${of.fork} ${of.session} ${stunText(stun, USERNAME) ?? ''}`;
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, packet);
      return first === undefined || tieBreakerOf(first.stun) === own
        ? []
        : [{ ...packet, before: first.message, values: changeText(tieBreakerOf(first.stun), own, false) }];
    });
    for (const { first, count } of onePerFork(changed)) {
      const { message, stun, before, values } = first;
      subject.report({
        ...attributePlace(message, hasType(stun, ICE_CONTROLLING) ? ICE_CONTROLLING : ICE_CONTROLLED),
        message:
          `Teams sends another tie-breaker than before with the same USERNAME${values}: one endpoint keeps one for as long as the ` +
          'session lasts, so two endpoints share these credentials, or the endpoint began anew. Nothing need be done on ' +
          `the SBC.${othersAlike(count)}`,
        related: [{ in: before, message: 'A check with the first tie-breaker.' }],
      });
    }
  },
});

function tieBreakerOf(stun: StunMessage): string | null {
  return stunHex(stun, ICE_CONTROLLING) ?? stunHex(stun, ICE_CONTROLLED);
}
