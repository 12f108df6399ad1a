import { rtpSequence } from '../../rtp/header';
import { capital, sessionAt } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { isSteady } from './streams';

/** RFC 4568 §6.4: the first number should lie below 2^15. */
const highest = 0x7fff;

export const rule = defineRule({
  id: 'media-first-sequence-high',
  title: 'SRTP begins with a high sequence number',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 4568 §6.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report }) {
    for (const stream of replay.media) {
      if (stream.kind !== 'rtp' || !isSteady(stream) || stream.protection === null) continue;
      const { parsed } = stream.message;
      const [first] = parsed.kind === 'packet' && parsed.type === 'rtp' ? parsed.stream.samples : [];
      const start = sessionAt(replay, stream.of)?.descriptions[stream.sender]?.body.place ?? null;
      if (first === undefined || first.after !== 0 || start === null) continue;
      const sequence = rtpSequence(first.bytes, 0);
      if (sequence <= highest) continue;
      report({
        in: stream.message,
        message:
          `The first packet of ${replay.names[stream.sender]} has sequence number ${sequence}. With SDES it ` +
          'should lie below 32768: if the first packets are lost near the wrap, the receiver counts the rollover wrong ' +
          `and hears nothing. ${capital(replay.names[stream.sender])} should begin lower.`,
      });
    }
  },
});
