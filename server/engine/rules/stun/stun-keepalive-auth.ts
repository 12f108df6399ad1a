import { MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256, USERNAME } from '../../stun/attributes';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { lineOfAttribute, nameOfAttribute, onePerFork, othersAlike } from './stun-packets';

const authenticating: ReadonlySet<number> = new Set([USERNAME, MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256]);

export const rule = defineRule({
  id: 'stun-keepalive-auth',
  title: 'A keep-alive (Binding indication) is authenticated',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §11', 'RFC 5245 §10'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report }) {
    const indications = replay.lonePackets.filter(({ kind }) => kind === 'indication');
    const wrong = indications.flatMap((packet) => {
      const attribute = packet.stun.attributes.find(({ type }) => authenticating.has(type));
      return attribute === undefined ? [] : [{ ...packet, attribute }];
    });
    for (const { first, count } of onePerFork(wrong)) {
      const { message, sender, attribute } = first;
      report({
        ...lineOfAttribute(message, attribute),
        message:
          `${capital(replay.names[sender])} sends a Binding indication with ${nameOfAttribute(attribute)}. A keep-alive must ` +
          `not be authenticated: it carries FINGERPRINT alone. The sender must leave the rest out.${othersAlike(count)}`,
      });
    }
  },
});
