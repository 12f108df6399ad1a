import { addressText } from '../../ice/address';
import type { ChannelReplay } from '../../ice/model';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'stun-channeldata',
  title: "The trace holds TURN channel data, which is no part of the SBC's leg",
  severity: 'info',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 8656 §12', 'RFC 7983 §7'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report }) {
    const told = new Set<number>();
    for (const first of replay.channels) {
      if (told.has(first.of.fork)) continue;
      told.add(first.of.fork);
      const ofFork = replay.channels.filter(({ of }) => of.fork === first.of.fork);
      report({ in: first.message, message: textOf(first, ofFork) });
    }
  },
});

function textOf({ source, destination }: ChannelReplay, ofFork: readonly ChannelReplay[]): string {
  const packets = ofFork.reduce((sum, channel) => sum + channel.packets, 0);
  return (
    `TURN channel data goes between ${addressText(source)} and ${addressText(destination)} (${packets} ` +
    `${packets === 1 ? 'packet' : 'packets'}): so a client talks to its Transport Relay, and no packet of it is between ` +
    'Teams and the SBC. The capture was taken near the client; for checks that reach the SBC capture at the SBC.'
  );
}
