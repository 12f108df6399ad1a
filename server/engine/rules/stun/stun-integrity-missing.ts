import { MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256 } from '../../stun/attributes';
import { capital } from '../packets';
import { allProfiles, defineRule, type PacketSubject } from '../rule';
import {
  hasType,
  isSurelyWithout,
  onePerFork,
  othersAlike,
  requestsOf,
  responsesOf,
  type SentPacket,
} from './stun-packets';

export const rule = defineRule({
  id: 'stun-integrity-missing',
  title: 'A check, or the answer to one, has no MESSAGE-INTEGRITY',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8489 §9.1.2–§9.1.4', 'RFC 5389 §10.1.2', 'RFC 8445 §7.2.2', 'RFC 5245 §7.1.2.3', '[MS-ICE2]'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    for (const { first, count } of onePerFork(requestsOf(subject).filter(isUnsigned))) {
      report({
        in: first.message,
        message:
          `${capital(replay.names[first.sender])} sends a check without MESSAGE-INTEGRITY, which its receiver must ` +
          `refuse. The sender must sign its checks with the password of the receiver's SDP (a=ice-pwd).${othersAlike(count)}`,
      });
    }
    for (const { first, count } of onePerFork(unsignedAnswers(subject))) {
      report({
        in: first.message,
        message:
          `${capital(replay.names[first.sender])} answers a check without MESSAGE-INTEGRITY, so the answer must be ` +
          `dropped. It must be signed with the password that the check is signed with.${othersAlike(count)}`,
      });
    }
  },
});

/** Answers of the SBC have a rule of their own, which can speak only where it is known who is the SBC. */
function unsignedAnswers(subject: PacketSubject): readonly SentPacket[] {
  return responsesOf(subject).filter(
    (packet) =>
      packet.stun.class === 'success' &&
      packet.check.integrity.kind === 'good' &&
      !(subject.replay.sidesKnown && packet.sender === 'sbc') &&
      isUnsigned(packet),
  );
}

function isUnsigned({ stun }: SentPacket): boolean {
  return isSurelyWithout(stun, MESSAGE_INTEGRITY) && !hasType(stun, MESSAGE_INTEGRITY_SHA256);
}
