import { allProfiles, defineRule } from '../rule';
import { isSteady } from './streams';

/** From here on repeated packets are told: a few come from any network. */
const fewest = 10;
const leastShare = 0.01;

export const rule = defineRule({
  id: 'srtp-replay',
  title: 'SRTP packets come again with the same index',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3711 §3.3.2', 'Securing Teams media traffic for VPN split tunneling'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, evidence, report, notEvaluated }) {
    const { messages, media } = evidence.copies;
    if (messages > 0 || media.twice >= media.packets * 0.1) {
      if (media.packets > 0) notEvaluated('the capture holds packets twice');
      return;
    }
    for (const stream of replay.media) {
      const { parsed } = stream.message;
      if (stream.kind !== 'rtp' || !isSteady(stream) || stream.protection === null) continue;
      const twice = parsed.kind === 'packet' && parsed.type === 'rtp' ? (parsed.stream.twice ?? 0) : 0;
      if (twice < fewest || twice < stream.packets * leastShare) continue;
      report({
        in: stream.message,
        message:
          `${twice} of the ${stream.packets} SRTP packets of ${replay.names[stream.sender]} come again with the same ` +
          'index. A receiver drops them, so nobody hears it. Look for what doubles them on the way to where the trace ' +
          `was taken: a switch, a capture at two places, or somebody who replays them.`,
      });
    }
  },
});
