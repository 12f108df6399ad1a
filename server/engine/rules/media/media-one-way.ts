import { SECOND } from '../../ice/clock';
import type { End } from '../../../../shared/ice';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { overlap, rtpFrom, sessionsInUse, talkWithMedia } from './streams';

/** A stream of this length shows that the other one should be there, too. */
const longEnough = 2 * SECOND;

export const rule = defineRule({
  id: 'media-one-way',
  title: 'Media flows in one direction only',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    const talk = talkWithMedia(subject);
    if (talk === null) return;
    const isBothWays = sessionsInUse(replay).some(
      ({ descriptions: { sbc, teams }, state }) =>
        // Where ICE did not come through nothing else is to be expected, and other rules say why it did not.
        (state === 'completed' || state === 'not-ice') &&
        sbc?.direction === 'sendrecv' &&
        teams?.direction === 'sendrecv',
    );
    if (!isBothWays) return;
    for (const [sender, silent] of [
      ['teams', 'sbc'],
      ['sbc', 'teams'],
    ] as const satisfies readonly (readonly [End, End])[]) {
      const stream = rtpFrom(replay, sender).find((each) => overlap(each, talk.from, talk.to) >= longEnough);
      const isSilent = rtpFrom(replay, silent).every(
        ({ first, last }) => last < talk.from || first > talk.to,
      );
      if (stream === undefined || !isSilent) continue;
      report({
        in: stream.message,
        message:
          `${capital(replay.names[sender])} sends media for ${(overlap(stream, talk.from, talk.to) / SECOND).toFixed(1)} s ` +
          `after the 200, and not one packet of ${replay.names[silent]} is in this capture although both SDPs say ` +
          `sendrecv. ${capital(replay.names[silent])} must send: look at its key, its media port and where it sends to.`,
      });
    }
  },
});
