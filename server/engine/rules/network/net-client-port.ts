import { defineRule, teamsProfiles } from '../rule';
import { farCandidate, isCertain } from './paths';

export const rule = defineRule({
  id: 'net-client-port',
  title: 'A client sends audio from a port outside the range for it',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Plan media bypass: ports of clients', 'Implement Quality of Service in Teams'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const far = farCandidate(path);
    if (path.call === null || far?.type !== 'host' || far.class !== 'customer' || !isCertain(path.evidence))
      return;
    const [first, last] = network.clientPorts.audio;
    if (first <= far.port && far.port <= last) return;
    report({
      evidence: path.evidence,
      in: far.in,
      at: far.at,
      message:
        `The client sends audio from port ${far.port}, outside ${first} to ${last}, and no NAT is between: marks and rules ` +
        'for that range (QoS, firewall) pass it by. network.clientPorts tells of other ranges.',
    });
  },
});
