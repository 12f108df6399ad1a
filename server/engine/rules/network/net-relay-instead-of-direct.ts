import { defineRule, teamsProfiles } from '../rule';
import { clientLeg, isCertain, nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-relay-instead-of-direct',
  title: 'Client and SBC are in one network, and media is relayed all the same',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Plan media bypass, "direct access"',
    'Microsoft Teams call flows, "Teams with Phone System Direct Routing topology"',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const near = nearLeg(path);
    const client = clientLeg(path);
    if (near === null || client === null || path.pair === null || !isCertain(path.evidence)) return;
    if (!network.told.has('sbc.public')) return;
    const isInside = client.from?.class === 'customer' || client.from?.class === 'customerPublic';
    if ((client.flow !== '4' && client.flow !== '1') || client.alternatives.length > 0 || !isInside) return;
    report({
      evidence: client.evidence,
      in: shownIn(path, near),
      message:
        `Media goes over the relay ${path.pair.teams.address}, though the client (${client.from.address}) is in the ` +
        `customer's network as the SBC is: the direct way to ${path.pair.sbc.address} did not win. Let the firewall pass UDP ` +
        "from the clients to the SBC's media ports, and give its public address a way back inside (hairpin NAT).",
    });
  },
});
