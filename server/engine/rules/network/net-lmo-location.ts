import { defineRule, teamsProfiles } from '../rule';
import { listText, ownCandidates } from './paths';

export const rule = defineRule({
  id: 'net-lmo-location',
  title: 'Microsoft takes a user for an internal one whose candidates are all outside',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Configure Local Media Optimization, "Configure the user and the SBC sites": trusted IP addresses',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    if (path.signalled?.userLocation !== 'internal' || !network.told.has('customerSubnets')) return;
    const own = ownCandidates(path).filter(({ type }) => type !== 'relay');
    if (own.length === 0 || !own.every(({ class: of }) => of === 'special' || of === 'public')) return;
    const [first] = own;
    if (first === undefined) return;
    report({
      evidence: 'observed',
      in: first.in,
      at: first.at,
      message:
        `X-MS-UserLocation says internal, yet the client is at ${listText(own.map(({ address }) => address))}, none of ` +
        "them in the customer's networks: it cannot reach the SBC's internal address. The list of trusted IP addresses is " +
        'too wide, or network.customerSubnets lacks an office.',
    });
  },
});
