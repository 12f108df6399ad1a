import { defineRule, teamsProfiles, type PathReport } from '../rule';
import type { MediaPath } from '../../path/model';
import { tunnelLeg } from './paths';

export const rule = defineRule({
  id: 'net-vpn-candidate',
  title: 'A client offers an address of the VPN for media',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Enabling Lync Media to Bypass a VPN Tunnel, "The Problem"',
    'Microsoft Teams call flows, "Technologies that are not recommended with Microsoft Teams"',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const inUse = tunnelLeg(path) !== null;
    const told = new Set<string>();
    for (const candidate of path.signalled?.candidates ?? []) {
      const { address, class: of, type, isOwn, fate } = candidate;
      if (of !== 'vpn' || type === 'relay' || told.has(address)) continue;
      // Media that goes through the tunnel says it louder.
      if (isOwn && inUse) continue;
      told.add(address);
      const tried =
        fate === 'no check seen' ? '' : `; checks from it: ${fate === 'selected' ? 'chosen' : fate}`;
      report({
        evidence: 'observed',
        in: candidate.in,
        at: candidate.at,
        message:
          `The client offers ${address}, an address of the VPN${tried}. It ranks before the ways outside the tunnel, so ` +
          'media takes it wherever it works: block the client program between the VPN and the company network.',
      });
    }
    if (!inUse) reportChecks(path, report);
  },
});

const fates = { answered: 'answered', failed: 'failed', unanswered: 'no response' } as const;

/** At the client checks show it: from an address of the VPN. */
function reportChecks(path: MediaPath, report: PathReport): void {
  const flow = path.client?.flows.find(
    ({ local, checks, stayed }) => local.class === 'vpn' && checks !== null && !stayed,
  );
  if (flow === undefined || flow.checks === null) return;
  report({
    evidence: 'observed',
    in: flow.in,
    message:
      `The client tries ${flow.local.address}, an address of the VPN, for media: to ${flow.remote.address}, ` +
      `${fates[flow.checks]}. It ranks before the ways outside the tunnel, so media takes it wherever it works: block ` +
      'the client program between the VPN and the company network.',
  });
}
