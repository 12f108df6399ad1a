import { defineRule, teamsProfiles } from '../rule';
import { nearLeg } from './paths';

export const rule = defineRule({
  id: 'net-srtp-relayed',
  title: 'The SBC hands on the keys of Teams to another leg',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Microsoft Teams call flows, "Interoperability restrictions": an SBC must terminate SRTP'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const bridge = path.signalled?.bridges.find(({ by }) => by === 'keys');
    // Of a hairpin, Microsoft hands the description of one of the SBC's legs to the other.
    if (bridge === undefined || nearLeg(path)?.leg === 'peer') return;
    report({
      evidence: 'observed',
      in: bridge.in,
      message:
        "A key that Teams' description holds stands in what the SBC sends on the call " +
        `${bridge.callId}: media is relayed to the next hop, not terminated. The SBC must decrypt it and draw keys of its ` +
        'own for each leg.',
    });
  },
});
