import { defineRule, teamsProfiles } from '../rule';
import { cloudOfAddress } from '../../path/signalled';
import { isCertain, nearLeg, rangesText, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-relay-gov-range',
  title: 'Signalling and media belong to different clouds of Microsoft',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Plan Direct Routing, "SIP Signaling: FQDNs" and "Media traffic: IP and port ranges", GCC High and DoD',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const leg = nearLeg(path);
    const far = path.pair?.teams;
    const cloud = path.signalled?.cloud ?? null;
    if (leg === null || far === undefined || cloud === null || !isCertain(path.evidence)) return;
    const media = cloudOfAddress(far.address, network);
    if (media === null || media === cloud) return;
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      message:
        `Signalling goes to Microsoft's cloud ${cloud}, and media to ${far.address} of the cloud ${media} (${rangesText(network)}). ` +
        'Check which cloud the tenant is in, and which names the SBC uses.',
    });
  },
});
