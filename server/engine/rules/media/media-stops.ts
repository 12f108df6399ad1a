import { durationText, SECOND } from '../../basics/durations';
import { chosenTime } from '../../basics/thresholds';
import { otherEnd, type End } from '../../../../shared/ice';
import type { CallReplay, MediaReplay } from '../../ice/model';
import { capital, mayMiss, timeOf } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { isSteady, rtpFrom, sessionsInUse, talkWithMedia } from './streams';

/** Voice activity detection pauses now and then: only what is so much longer than its pauses is none of them. */
const morePauses = 3;
/** Comfort noise (RFC 3389 §4, RFC 3551 §6): its sender is silent between its packets. */
const comfortNoise: readonly number[] = [13, 19];

export const rule = defineRule({
  id: 'media-stops',
  title: 'Media of one end stops long before the end of the call',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, facts, report } = subject;
    // A pause of this length is no jitter and no change of path.
    const longEnough = chosenTime('media-stops', facts.thresholds);
    const talk = talkWithMedia(subject);
    const isBothWays = sessionsInUse(replay).some(
      ({ descriptions: { sbc, teams }, state }) =>
        (state === 'completed' || state === 'not-ice') &&
        sbc?.direction === 'sendrecv' &&
        teams?.direction === 'sendrecv',
    );
    if (talk === null || !isBothWays) return;
    for (const end of ['sbc', 'teams'] as const) {
      const other = otherEnd(end);
      const stream = lastOf(rtpFrom(replay, end));
      const goesOn = lastOf(rtpFrom(replay, other));
      if (
        stream === null ||
        goesOn === null ||
        stream.last < talk.from ||
        mayPause(stream, replay, longEnough)
      )
        continue;
      const until = Math.min(talk.to, goesOn.last);
      const since = stream.last;
      if (until - since < longEnough || !isSeenBehind(replay, end, since)) continue;
      const times = Math.floor((until - since) / (SECOND / 50));
      if (!mayMiss(subject, { of: end, since, until, times, answer: null })) continue;
      report({
        in: stream.message,
        message:
          `Media of ${replay.names[end]} stops ${durationText(since - talk.from)} after the 200 and does not come again, while ` +
          `${replay.names[other]} goes on for ${durationText(until - since)}: nobody put the call on hold. ` +
          `${capital(replay.names[end])} must send as long as the session says sendrecv: look at its media engine at that moment.`,
        related: [{ in: goesOn.message, message: 'This goes on.' }],
      });
    }
  },
});

/** The stream that ends last, of those that are no stray packets. */
function lastOf(streams: readonly MediaReplay[]): MediaReplay | null {
  const steady = streams.filter(isSteady);
  return steady.reduce<MediaReplay | null>(
    (last, each) => (last === null || each.last > last.last ? each : last),
    null,
  );
}

/** Whether its sender pauses by itself: it sends comfort noise, or was silent for about as long before. */
function mayPause({ message, last }: MediaReplay, { clock }: CallReplay, longEnough: number): boolean {
  const { parsed } = message;
  if (parsed.kind !== 'packet' || parsed.type !== 'rtp') return false;
  const { payloadTypes, silences } = parsed.stream;
  if (payloadTypes.some(({ payloadType }) => comfortNoise.includes(payloadType))) return true;
  return silences.some(({ before, behind }) => {
    const from = clock.corrected(before.time.micros, message, before.frame);
    const to = clock.corrected(behind.time.micros, message, behind.frame);
    return (to - from) * morePauses > longEnough && to <= last;
  });
}

/** Whether anything of an end is seen on its media ports later: the capture still shows that direction. */
function isSeenBehind(replay: CallReplay, end: End, since: number): boolean {
  const isLater = (time: number | null): boolean => time !== null && time > since + SECOND;
  return (
    replay.checks.some(({ sender, request, responses }) =>
      sender === end
        ? isLater(timeOf(replay, request))
        : responses.some(({ message }) => isLater(timeOf(replay, message))),
    ) || replay.media.some(({ kind, sender, last }) => kind === 'rtcp' && sender === end && isLater(last))
  );
}
