import { defineRule, teamsProfiles } from '../rule';
import { liesIn } from '../../network/network-class';
import { parseAddressNumber } from '../../network/prefix';
import { farCandidate, isCertain, nearLeg, rangesText } from './paths';

export const rule = defineRule({
  id: 'net-third-party-relay',
  title: "Media goes over a relay that is not Microsoft's",
  severity: 'info',
  otherwise: [
    {
      severity: 'error',
      when: "where network.federatedEdges is set and does not name it, or it is the customer's own",
    },
  ],
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Interoperability restrictions": third party media relays'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const leg = nearLeg(path);
    const far = farCandidate(path);
    if (leg === null || far?.type !== 'relay' || !isCertain(path.evidence)) return;
    const number = parseAddressNumber(far.address);
    if (number === null || native.has(far.class) || liesIn(number, network.federatedEdges)) return;
    if (far.class === 'special' || far.class === 'unknown') return;
    const isKnown = network.told.has('federatedEdges') || own.has(far.class);
    report({
      evidence: path.evidence,
      in: far.in,
      at: far.at,
      severity: isKnown ? 'error' : 'info',
      message: isKnown
        ? `The relay ${far.address} is neither in ${rangesText(network)} nor a Skype for Business Edge of the settings: ` +
          'Teams media over other relays is not supported. Take the relay out of the path.'
        : `The relay ${far.address} is not in ${rangesText(network)}. The Edge of a federated tenant is fine: name it in ` +
          'network.federatedEdges. Any other relay is not supported.',
    });
  },
});

/** Classes in which relays are native. */
const native: ReadonlySet<string> = new Set(['microsoft', 'microsoftLegacy', 'expressRoute', 'edge']);
/** Classes of the customer's own addresses. */
const own: ReadonlySet<string> = new Set(['customer', 'customerPublic', 'vpn', 'sbc']);
