import { FINGERPRINT } from '../../stun/attributes';
import { brokenPartOf } from '../../stun/form';
import type { StunAttribute } from '../../stun/message';
import { attributePlace, capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import {
  lineOfAttribute,
  nameOfAttribute,
  onePerFork,
  othersAlike,
  stunPacketsOf,
  type SentPacket,
} from './stun-packets';

export const rule = defineRule({
  id: 'stun-fingerprint-bad',
  title: 'The FINGERPRINT of a STUN packet is wrong, or is not its last attribute',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8489 §7, §14.7', 'RFC 5389 §15.5', '[MS-ICE2] (its CRC table)'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const packets = stunPacketsOf(subject);
    const wrong = packets.filter(({ stun }) => brokenPartOf(stun) === 'fingerprint');
    for (const { first, count } of onePerFork(wrong)) {
      const { message, sender } = first;
      subject.report({
        ...attributePlace(message, FINGERPRINT),
        message:
          `${capital(subject.replay.names[sender])} sends a STUN packet whose FINGERPRINT is not the CRC-32 of what ` +
          "stands before it. Its receiver must drop the packet; the sender's CRC is wrong, or something on the way " +
          `(a SIP/NAT helper of a router) changed the packet.${othersAlike(count)}`,
      });
    }
    for (const { first, count } of onePerFork(packets.flatMap(withFollower))) {
      const { message, sender, follower } = first;
      subject.report({
        ...lineOfAttribute(message, follower),
        message:
          `${capital(subject.replay.names[sender])} puts ${nameOfAttribute(follower)} behind FINGERPRINT, which must be the ` +
          `last attribute. The sender must put FINGERPRINT last.${othersAlike(count)}`,
      });
    }
  },
});

/** The packet with the attribute that stands behind its FINGERPRINT; nothing where none does. */
function withFollower(packet: SentPacket): readonly (SentPacket & { readonly follower: StunAttribute })[] {
  const { stun } = packet;
  if (brokenPartOf(stun) !== null) return [];
  const at = stun.attributes.findIndex(({ type }) => type === FINGERPRINT);
  const follower = at === -1 ? undefined : stun.attributes[at + 1];
  return follower === undefined ? [] : [{ ...packet, follower }];
}
