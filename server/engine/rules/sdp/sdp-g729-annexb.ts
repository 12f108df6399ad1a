import { mayLackLines } from '../../calls/cut-off';
import { isAudio, isRtp, usedStreams } from '../../sdp/query';
import { insertAfter } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { codecsOf, fmtpsOf } from './codecs';

export const rule = defineRule({
  id: 'sdp-g729-annexb',
  title: 'G.729 is offered without a word on Annex B, so with it',
  severity: 'info',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 4856 §2.1.9', 'RFC 7261'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    if (body.role !== 'offer' || body.side === 'teams') return;
    for (const media of usedStreams(body.sdp)) {
      if (!isAudio(media) || !isRtp(media) || mayLackLines(body, media)) continue;
      for (const { name, payloadType, format, rtpmap } of codecsOf(media)) {
        if (name !== 'G729') continue;
        const parameters = fmtpsOf(media).get(payloadType) ?? [];
        if (parameters.some(({ list }) => list.some((each) => each.name.text.toLowerCase() === 'annexb')))
          continue;
        report({
          in: body,
          at: format,
          message:
            'Nothing is said of Annex B (silence suppression), which means "yes". Where the far end does not have it and ' +
            'does not settle it, there are gaps or noise in pauses. If the sender does not use it, it should say annexb=no.',
          ...(parameters.length > 0
            ? {}
            : {
                fix: {
                  title: 'Say annexb=no',
                  edits: [
                    insertAfter(
                      body.content,
                      rtpmap?.line ?? media.lines.findLast(({ type }) => type !== 'a') ?? media.line,
                      `a=fmtp:${payloadType} annexb=no`,
                    ),
                  ],
                },
              }),
        });
      }
    }
  },
});
