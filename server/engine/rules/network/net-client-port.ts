import type { PortRange } from '../../../../shared/network';
import type { Network } from '../../network/network';
import type { ClientFacts, MediaPath } from '../../path/model';
import { defineRule, teamsProfiles, type PathReport } from '../rule';
import { farCandidate, isCertain, listText } from './paths';

export const rule = defineRule({
  id: 'net-client-port',
  title: 'A client sends media from a port outside the range for it',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Plan media bypass: ports of clients', 'Implement Quality of Service in Teams'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    if (path.client === null) checkCall(path, network, report);
    else checkClient(path.client, network, report);
  },
});

/** An SBC sees a client's own port where no NAT is between; a call of its trace is audio. */
function checkCall(path: MediaPath, network: Network, report: PathReport): void {
  const far = farCandidate(path);
  if (path.call === null || far?.type !== 'host' || far.class !== 'customer' || !isCertain(path.evidence))
    return;
  const range = network.clientPorts.audio;
  if (isWithin(far.port, range)) return;
  report({
    evidence: path.evidence,
    in: far.in,
    at: far.at,
    message:
      `The client sends audio from port ${far.port}, outside ${range.join(' to ')}, and no NAT is between: marks and rules ` +
      'for that range (QoS, firewall) pass it by. network.clientPorts tells of other ranges.',
  });
}

/** At the client, ports tell the kind of media; one that no range has tells none. */
function checkClient({ flows }: ClientFacts, { clientPorts }: Network, report: PathReport): void {
  const ranges = Object.values(clientPorts);
  const stray = flows.filter(
    ({ stayed, media, transport, local }) =>
      stayed && media > 0 && transport === 'udp' && !ranges.some((range) => isWithin(local.port, range)),
  );
  const [first] = stray;
  if (first === undefined) return;
  const ports = listText([...new Set(stray.map(({ local }) => String(local.port)))]);
  report({
    evidence: 'observed',
    in: first.in,
    message:
      `The client sends media from ports that are in no fixed range (${ports}): marks and rules by ports (QoS, firewall) ` +
      'pass it by. network.clientPorts tells of other ranges.',
  });
}

function isWithin(port: number, [first, last]: PortRange): boolean {
  return first <= port && port <= last;
}
