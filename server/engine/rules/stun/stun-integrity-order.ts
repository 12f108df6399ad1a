import { FINGERPRINT, MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256 } from '../../stun/attributes';
import { brokenPartOf } from '../../stun/form';
import type { StunAttribute } from '../../stun/message';
import { capital } from '../packets';
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
  id: 'stun-integrity-order',
  title: 'An attribute stands behind MESSAGE-INTEGRITY, where it is ignored',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8489 §14.5, §14.6', 'RFC 5389 §15.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const wrong = stunPacketsOf(subject).flatMap(withIgnored);
    for (const { first, count } of onePerFork(wrong)) {
      const { message, sender, ignored } = first;
      subject.report({
        ...lineOfAttribute(message, ignored),
        message:
          `${capital(subject.replay.names[sender])} puts ${nameOfAttribute(ignored)} behind MESSAGE-INTEGRITY, which does ` +
          'not protect it there: its receiver must ignore it. The sender must put it before ' +
          `MESSAGE-INTEGRITY.${othersAlike(count)}`,
      });
    }
  },
});

/** The packet with its first attribute that must be ignored for its place; nothing where there is none. */
function withIgnored(packet: SentPacket): readonly (SentPacket & { readonly ignored: StunAttribute })[] {
  const { stun } = packet;
  if (brokenPartOf(stun) === 'header' || brokenPartOf(stun) === 'attributes') return [];
  let isBehind = false;
  for (const attribute of stun.attributes) {
    const { type } = attribute;
    if (type === FINGERPRINT) return [];
    const isSigning = type === MESSAGE_INTEGRITY || type === MESSAGE_INTEGRITY_SHA256;
    if (isBehind && !isSigning) return [{ ...packet, ignored: attribute }];
    isBehind ||= isSigning;
  }
  return [];
}
