import type { Origin } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { isSameDescription, isSameOriginAddress, isSameSession, versionOf } from './origins';
import { isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-origin-copied',
  title: "The answer has the offer's o= line",
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, exchange, report }) {
    const offered = offer.sdp.origin;
    const answered = answer.sdp.origin;
    if (offered === null || answered === null) return;
    if (!isSameSession(offered, answered) || !isSameOriginAddress(offered, answered)) return;
    if (versionOf(offered) !== versionOf(answered) || namesNobody(answered)) return;
    // Only an answer that differs must have another one.
    if (isSameDescription(offer.sdp, answer.sdp) || isRepeated(exchange, answer)) return;
    report({
      in: answer,
      at: { start: answered.username.start, end: answered.address.end },
      message:
        'The answer differs from the offer, but has its o= line to the letter. Who compares sessions by it takes the ' +
        'answer for the own offer: the answerer must write a name, id and address of its own.',
      related: [
        {
          in: offer,
          at: { start: offered.username.start, end: offered.address.end },
          message: 'The o= of the offer.',
        },
      ],
    });
  },
});

/** `- 0` and `- 1` tell no session from another: many write nothing else. */
function namesNobody({ username, sessionId }: Origin): boolean {
  return username.text === '-' && /^[01]$/.test(sessionId.text);
}
