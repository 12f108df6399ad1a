import { defineRule, teamsProfiles } from '../rule';
import { isCertain, nearLeg, ownCandidates, rangesText, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-media-range-unknown',
  title: 'Media comes from a public address that is in no range that is known',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft 365 URLs and IP address ranges, id 11'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const leg = nearLeg(path);
    const far = path.pair?.teams;
    if (leg === null || leg.leg === 'peer' || far === undefined || !isCertain(path.evidence)) return;
    const of = [leg.from, leg.to].find((end) => end?.address === far.address)?.class;
    if (of === 'microsoftLegacy') {
      report({
        evidence: path.evidence,
        in: shownIn(path, leg),
        message: `${far.address} is in an older list of Microsoft's and no more in ${rangesText(network)}.`,
      });
      return;
    }
    // A client's address is whatever its provider gave it: who offers others as well is one.
    const isClient = path.pair?.teamsType === 'prflx' || ownCandidates(path).length > 1;
    if (of !== 'public' || leg.flow === '5A' || isClient) return;
    if (leg.flow === '2' && path.pair?.teamsType === 'srflx') return;
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      message:
        `${far.address} is public, and neither in ${rangesText(network)} nor in the settings: a client without a NAT, or ` +
        'the list of ranges is out of date.',
    });
  },
});
