import { isAudio, isRtp, usedStreams } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { areAllKnown, carriesMedia, codecsOf } from './codecs';
import { telephoneEventsOf } from './telephone-events';

export const rule = defineRule({
  id: 'sdp-telephone-event-clock',
  title: 'No telephone-event has the clock rate of a codec',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4733 §2.5.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    // Microsoft's offers name the rates of codecs that it would rather not use.
    if (body.side === 'teams') return;
    for (const media of usedStreams(body.sdp)) {
      if (!isAudio(media) || !isRtp(media)) continue;
      const codecs = codecsOf(media);
      const [first] = telephoneEventsOf(media);
      const audio = codecs.filter(carriesMedia);
      if (first === undefined || audio.length === 0 || !areAllKnown(codecs)) continue;
      const rates = new Set(audio.map(({ clockRate }) => clockRate));
      if (telephoneEventsOf(media).some(({ clockRate }) => rates.has(clockRate))) continue;
      report({
        in: body,
        at: first.rtpmap?.line ?? first.format,
        message:
          `Events count time at ${first.clockRate ?? 0} Hz, and no codec of the stream does (${[...rates].join(', ')} Hz). Both ` +
          'share one timestamp, so the length of key presses comes out wrong. The sender must offer telephone-event at ' +
          'the rate of its codec.',
      });
    }
  },
});
