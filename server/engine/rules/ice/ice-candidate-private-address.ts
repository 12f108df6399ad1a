import { bypassProfile, defineRule, type DescriptionSubject } from '../rule';
import {
  addressDefect,
  mediaAddresses,
  namesCandidates,
  onlyPublicAddress,
  otherPlaces,
  replaceEverywhere,
  type MediaAddress,
} from './sbc-addresses';

export const rule = defineRule({
  id: 'ice-candidate-private-address',
  title: 'The SBC wants media at a private address',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Microsoft Teams call flows, Direct Routing: the SBC "must have a public IP address"',
    'Plan Direct Routing, "Public IP address for the SBC"',
    'RFC 1918',
  ],
  profiles: bypassProfile,
  fixable: true,
  scope: 'description',
  check(subject) {
    const { body, report } = subject;
    const addresses = mediaAddresses(body);
    const hasCandidates = namesCandidates(body);
    const target = onlyPublicAddress(subject.facts) ?? addressOfConnection(subject, addresses);
    const title = `Write ${target} instead`;
    for (const found of addresses) {
      if (addressDefect(subject, found) !== 'private') continue;
      // A c= line that differs from the candidates is a finding of ice-default-mismatch.
      if (hasCandidates && !found.inCandidate) continue;
      report({
        in: body,
        at: found.places[0],
        message:
          `${found.address} is a private address (RFC 1918): Teams clients and Microsoft's relays cannot reach it ` +
          'over the Internet. The SBC must announce its public address, or the one that its NAT maps to this one.',
        related: otherPlaces(body, found),
        ...(target === null ? {} : { fix: { title, edits: replaceEverywhere(found, target) } }),
      });
    }
  },
});

/** The good address of a body that mixes two: a NAT rewrote c= but not the candidate. */
function addressOfConnection(subject: DescriptionSubject, addresses: readonly MediaAddress[]): string | null {
  const [other, ...more] = addresses.filter((each) => !each.inCandidate);
  if (other === undefined || more.length > 0 || addressDefect(subject, other) !== null) return null;
  return other.kind === 'public' || other.kind === 'documentation' ? other.address : null;
}
