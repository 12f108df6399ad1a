import type { TelephoneEvents } from '../../rtp/telephone-events';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { keyPressesOf, share } from './key-presses';

export const rule = defineRule({
  id: 'media-dtmf-marker',
  title: 'The packets of a key press have a wrong marker bit, timestamp or duration',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4733 §2.5.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, report, notEvaluated }) {
    if (!replay.media.some(({ kind }) => kind === 'rtp')) {
      notEvaluated('the trace holds no RTP of this call');
      return;
    }
    for (const { stream, payloadType, events, place } of keyPressesOf(replay, call)) {
      const defects = defectsOf(events);
      if (defects.length === 0) continue;
      const sender = replay.names[stream.sender];
      report({
        ...place,
        message:
          `Key presses that ${sender} sends (payload type ${payloadType}): ${defects.join('; ')}. The ` +
          'receiver may miss such a key or take it for several. ' +
          `${capital(sender)} must set the marker bit on the first packet of a key press only, and keep its timestamp.`,
      });
    }
  },
});

function defectsOf(events: TelephoneEvents): readonly string[] {
  const told = (count: number, what: string): readonly string[] =>
    count === 0 ? [] : [`${share(count, events)} ${what}`];
  return [
    ...told(events.withoutMarker, 'without the marker bit on the first packet'),
    ...told(events.markedAgain, 'with the marker bit on a later packet'),
    ...told(events.timestampMoves, 'with a timestamp that moves on during the key press'),
    ...told(events.durationFalls, 'with a duration that falls'),
  ];
}
