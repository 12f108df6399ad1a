import { isAudio, isRtp, usedStreams } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { areAllKnown, carriesMedia, codecsOf } from './codecs';
import { dropPayload } from './drop-payload';

export const rule = defineRule({
  id: 'sdp-cn-clock',
  title: 'Comfort noise has a clock rate that no codec has',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3389 §4', 'RFC 3389 §5.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    // Microsoft's clients offer comfort noise at all rates.
    if (body.side === 'teams') return;
    for (const media of usedStreams(body.sdp)) {
      if (!isAudio(media) || !isRtp(media)) continue;
      const codecs = codecsOf(media);
      const rates = new Set(codecs.filter(carriesMedia).map(({ clockRate }) => clockRate));
      if (rates.size === 0 || !areAllKnown(codecs)) continue;
      for (const { name, clockRate, rtpmap, format, payloadType } of codecs) {
        if (name !== 'CN' || rates.has(clockRate)) continue;
        report({
          in: body,
          at: rtpmap?.line ?? format,
          message:
            `Comfort noise counts time at ${clockRate ?? 0} Hz, and no codec of the stream does: it can never be sent beside ` +
            'one. The sender should offer it at the rate of its codec, or leave it out.',
          fix: {
            title: `Leave payload type ${format.text} out`,
            edits: dropPayload(body.content, media, [format], payloadType),
          },
        });
      }
    }
  },
});
