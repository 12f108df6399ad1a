import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { isReadable, keyPressesOf, share } from './key-presses';

export const rule = defineRule({
  id: 'media-dtmf-end',
  title: 'The end of a key press is not sent, or not three times',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'where the end is sent, but only once or twice' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4733 §2.5.1.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, report, notEvaluated }) {
    if (!replay.media.some(({ kind }) => kind === 'rtp')) {
      notEvaluated('the trace holds no RTP of this call');
      return;
    }
    const presses = keyPressesOf(replay, call);
    const readable = presses.filter((each) => isReadable(replay, each));
    if (presses.length > 0 && readable.length === 0) {
      notEvaluated('the key presses are encrypted, their ends cannot be read');
      return;
    }
    for (const { stream, payloadType, events, place } of readable) {
      const sender = replay.names[stream.sender];
      const what = `Key presses that ${sender} sends (payload type ${payloadType})`;
      if (events.withoutEnd > 0)
        report({
          ...place,
          message:
            `${what}: ${share(events.withoutEnd, events)} without a packet that has the E bit. The receiver does not ` +
            `learn that the key was released. ${capital(sender)} must send the end, three times.`,
        });
      if (events.fewEnds > 0)
        report({
          ...place,
          severity: 'info',
          message:
            `${what}: ${share(events.fewEnds, events)} with fewer than three packets that have the E bit. Where ` +
            `they are lost the key hangs. ${capital(sender)} should send the last packet three times.`,
        });
    }
  },
});
