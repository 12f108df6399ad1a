import { acceptedBy } from '../../calls/answer';
import { timeOf } from '../packets';
import { SECOND } from '../../basics/durations';
import { chosenTime } from '../../basics/thresholds';
import { allProfiles, defineRule } from '../rule';
import { sessionsInUse, talkOf } from './streams';

export const rule = defineRule({
  id: 'media-none',
  title: 'The call is answered, but nobody sends media',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where the capture holds no media of the call at all' }],
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, facts, report, notEvaluated }) {
    // Media begins at once; a call that was up for so long without any is broken.
    const longest = chosenTime('media-none', facts.thresholds);
    const answer = acceptedBy(call.messages);
    const talk = talkOf(replay);
    const last = replay.checks.at(-1)?.request ?? null;
    if (answer === null || talk === null) {
      notEvaluated('the trace holds no 200 with a time');
      return;
    }
    // A capture of signalling alone shows no media, either: checks on the media ports show that they were captured.
    if (replay.media.length === 0 && replay.checks.length === 0) {
      notEvaluated('the trace holds no packet of the media ports');
      return;
    }
    // Where ICE failed nothing else is to be expected, and other rules say why it did.
    const isExpected = sessionsInUse(replay).some(
      ({ descriptions: { sbc, teams }, state }) =>
        state !== 'failed' && sbc?.direction !== 'inactive' && teams?.direction !== 'inactive',
    );
    const until = Math.max(talk.to, timeOf(replay, last) ?? 0);
    if (!isExpected || call.ended === null || until - talk.from < longest) return;
    const from = talk.from - replay.clock.doubtOf(answer);
    if (replay.media.some((stream) => stream.last >= from && stream.first <= until)) return;
    // A filter for STUN, which is what one captures ICE with, leaves media out as well.
    const isFiltered = replay.media.length === 0;
    report({
      in: answer,
      severity: isFiltered ? 'warning' : 'error',
      message:
        `The call was up for ${((until - talk.from) / SECOND).toFixed(1)} s and neither end sent a packet of media in ` +
        `this capture${isFiltered ? ', which does hold checks of its ports: unless it was filtered for STUN, look' : '. Look'} ` +
        'at the media engine of the SBC first.',
    });
  },
});
