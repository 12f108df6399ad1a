import { addressClass, isLiteralAddress } from '../../network/address-classes';
import { candidatesOf } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { bypassProfile, defineRule } from '../rule';
import { liveConnections } from './live-connections';

export const rule = defineRule({
  id: 'sdp-connection-ipv6',
  title: 'The SBC wants media at an IPv6 address',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Candidate gathering"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const { connection } of liveConnections(body.sdp, (media) => !hasSuchCandidate(media))) {
      const { addrType, address } = connection;
      // A dotted number behind IP6 is sdp-addrtype-mismatch's, and :: stands for no address.
      if (addrType.text.toUpperCase() !== 'IP6' || !isIpv6(address.text)) continue;
      if (addressClass(address.text) === 'unspecified') continue;
      report({
        in: body,
        at: address,
        message:
          'Media is wanted at an IPv6 address; with media bypass, Direct Routing takes IPv4 only. The SBC must name its ' +
          'public IPv4 address.',
      });
    }
  },
});

/** Of an IPv6 candidate ice-candidate-ipv6 speaks, and the same setting mends both. */
function hasSuchCandidate(media: MediaSection): boolean {
  return candidatesOf(media).some(({ address: { text } }) => isIpv6(text));
}

function isIpv6(text: string): boolean {
  return text.includes(':') && isLiteralAddress(text);
}
