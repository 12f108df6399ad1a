import { defineRule, teamsProfiles } from '../rule';
import { isCertain, nearLeg, rangesText, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-relay-port',
  title: "Media comes from Microsoft's range by a port that its relays and media servers do not use",
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: ['Plan media bypass: ports of Transport Relays', 'Plan Direct Routing: ports of Media Processors'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    const leg = nearLeg(path);
    const far = path.pair?.teams;
    if (leg === null || far === undefined || !isCertain(path.evidence)) return;
    const of = [leg.from, leg.to].find((end) => end?.address === far.address)?.class;
    if (of !== 'microsoft' && of !== 'expressRoute') return;
    if (ports.some(([first, last]) => first <= far.port && far.port <= last)) return;
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      message:
        `${far.address} is in ${rangesText(network)}, but its port ${far.port} is none of 3478 to 3481 and 49152 to 59999. ` +
        'A firewall that follows the documents drops it; look for a device that changes ports.',
    });
  },
});

/** Relays: 50000 to 59999 and 3478 to 3481; Media Processors: 3478 to 3481 and 49152 to 53247. */
const ports: readonly (readonly [first: number, last: number])[] = [
  [3478, 3481],
  [49152, 59999],
];
