import { defineRule, teamsProfiles } from '../rule';
import { isPrivate, sameAddress } from '../../network/address-classes';
import { shownIn } from './paths';

export const rule = defineRule({
  id: 'net-sbc-nat',
  title: 'Packets show another address of the SBC than it describes: a NAT maps one to the other',
  severity: 'info',
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing: the SBC can use NAT'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  statement: true,
  check({ path, network, report }) {
    const nat = path.signalled?.behindNat ?? null;
    if (nat === null || !isPrivate(nat.seen) || isPrivate(nat.described)) return;
    const mapped = network.natMap.get(nat.seen);
    const isTold = mapped !== undefined && sameAddress(mapped, nat.described);
    report({
      evidence: 'derived',
      in: shownIn(path, path.legs[0] ?? null),
      message:
        `The SBC describes ${nat.described}, and packets show ${nat.seen}: ` +
        (isTold
          ? 'the NAT of network.sbc.natMap maps one to the other.'
          : 'a NAT is taken to map one to the other. ' +
            `network.sbc.natMap says so for good: "${nat.seen}": "${nat.described}".`),
    });
  },
});
