import { isWhole } from '../../stun/form';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import {
  lineOfProblem,
  longestWhole,
  onePerFork,
  othersAlike,
  stunPacketsOf,
  type SentPacket,
} from './stun-packets';

export const rule = defineRule({
  id: 'stun-header',
  title: 'A STUN packet has a header that does not fit it',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: [
    'RFC 8489 §5, §6.3',
    'RFC 5389 §6, §7.3',
    'RFC 7983 §7',
    'Direct Routing media protocols, "Message format"',
  ],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const packets = stunPacketsOf(subject);
    const longest = longestWhole(packets);
    const wrong = packets.flatMap((packet) => {
      const problem = problemOf(packet, longest);
      return problem === null ? [] : [{ ...packet, problem }];
    });
    for (const { first, count } of onePerFork(wrong)) {
      const { message, sender, problem } = first;
      subject.report({
        ...lineOfProblem(message),
        message:
          `${capital(subject.replay.names[sender])} sends a STUN packet with a wrong header: ${problem}. Its receiver ` +
          `must drop it without effect; the sender must write it as RFC 8489 §5 says.${othersAlike(count)}`,
      });
    }
  },
});

function problemOf({ stun, message }: SentPacket, longest: number): string | null {
  const { classic, methodName, method, length, bytes, problems } = stun;
  if (classic) return 'the magic cookie 0x2112A442 is missing, as in classic STUN (RFC 3489)';
  if (methodName === null) return `method 0x${method.toString(16).padStart(3, '0')} is not assigned`;
  const [problem] = problems;
  if (length % 4 !== 0) return `the length ${length} is not a multiple of 4`;
  // A capture may have cut its packets. Then no packet in it is longer than those that are cut.
  if (!isWhole(stun)) return bytes.length < longest ? (problem ?? null) : null;
  // The capture's reader saw what the octets of the block do not show: more of them behind the message.
  return problem === undefined && message.parsed.kind === 'packet' && message.parsed.type === 'stun'
    ? message.parsed.problem
    : null;
}
