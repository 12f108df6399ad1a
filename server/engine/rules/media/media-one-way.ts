import { SECOND } from '../../basics/durations';
import { chosenTime } from '../../basics/thresholds';
import type { End } from '../../../../shared/ice';
import { isAnyCut } from '../../ice/description';
import { capital, refusalOf, timeOf } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { overlap, rtpFrom, sessionsInUse, talkWithMedia } from './streams';

export const rule = defineRule({
  id: 'media-one-way',
  title: 'Media flows in one direction only',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where nothing of that end is in the capture' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, facts, report } = subject;
    const longEnough = chosenTime('media-one-way', facts.thresholds);
    const talk = talkWithMedia(subject);
    if (talk === null) return;
    const isBothWays = sessionsInUse(replay).some(
      ({ descriptions, descriptions: { sbc, teams }, state }) =>
        // Whose media it is, the lost end of a description may tell.
        !isAnyCut(descriptions) &&
        // Where ICE did not come through nothing else is to be expected, and other rules say why it did not.
        (state === 'completed' || state === 'not-ice') &&
        sbc?.direction === 'sendrecv' &&
        teams?.direction === 'sendrecv',
    );
    if (!isBothWays) return;
    const began = timeOf(replay, replay.call?.messages[0]?.message ?? null) ?? -Infinity;
    for (const [sender, silent] of [
      ['teams', 'sbc'],
      ['sbc', 'teams'],
    ] as const satisfies readonly (readonly [End, End])[]) {
      const stream = rtpFrom(replay, sender).find((each) => overlap(each, talk.from, talk.to) >= longEnough);
      const isSilent = rtpFrom(replay, silent).every(
        ({ first, last }) => last < talk.from || first > talk.to,
      );
      // What came before the call may be the media that is missing, stamped wrongly.
      const isElsewhere = rtpFrom(replay, silent).some(({ first }) => first < began);
      if (stream === undefined || !isSilent || isElsewhere) continue;
      const [since, until] = [Math.max(stream.first, talk.from), Math.min(stream.last, talk.to)];
      const missing = { of: silent, since, until, times: stream.packets, answer: null };
      const refused = refusalOf(subject, missing);
      if (refused !== null && refused !== 'unheard') continue;
      report({
        in: stream.message,
        severity: refused === null ? 'error' : 'warning',
        message:
          `${capital(replay.names[sender])} sends media for ${(overlap(stream, talk.from, talk.to) / SECOND).toFixed(1)} s ` +
          `after the 200, and ${rtpFrom(replay, silent).length === 0 ? 'not one packet of' : 'in that time none of'} ${replay.names[silent]} is in this capture although both SDPs say ` +
          `sendrecv. ${refused === null ? '' : 'Unless the capture does not see what it sends: '}` +
          `${refused === null ? capital(replay.names[silent]) : replay.names[silent]} must send: look at its key, its media port and where it sends to.`,
      });
    }
  },
});
