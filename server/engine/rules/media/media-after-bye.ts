import { statusOf, methodOf } from '../../sip/values';
import { SECOND } from '../../basics/durations';
import { chosenTime } from '../../basics/thresholds';
import { capital, timeOf } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { rtpFrom } from './streams';

export const rule = defineRule({
  id: 'media-after-bye',
  title: 'Media goes on after the BYE was answered',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §15.1.1, §15.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, facts, report, notEvaluated }) {
    // What is on its way when the BYE is answered, and what an engine needs to stop.
    const longest = chosenTime('media-after-bye', facts.thresholds);
    const answer = call.messages.find(
      ({ message: { parsed } }) =>
        parsed.kind === 'sip' && methodOf(parsed) === 'BYE' && (statusOf(parsed) ?? 0) >= 200,
    );
    const ended = timeOf(replay, answer?.message ?? null);
    if (answer === undefined || ended === null) {
      notEvaluated('the trace holds no answered BYE with a time');
      return;
    }
    for (const sender of ['sbc', 'teams'] as const) {
      const stream = rtpFrom(replay, sender).find(
        ({ first, last }) => first < ended && last - ended > longest,
      );
      if (stream === undefined) continue;
      report({
        in: stream.message,
        message:
          `${capital(replay.names[sender])} sends media for ${((stream.last - ended) / SECOND).toFixed(1)} s after the BYE ` +
          `was answered. ${capital(replay.names[sender])} must end the session, and its media with it, at the BYE.`,
        related: [{ in: answer.message, message: 'The BYE is answered here.' }],
      });
    }
  },
});
