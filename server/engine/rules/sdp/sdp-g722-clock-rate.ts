import { isRejected, isRtp } from '../../sdp/query';
import type { Rtpmap } from '../../sdp/rtpmap';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { carriesMedia, codecsOf, rtpmapsOf, type Codec } from './codecs';
import { fixedRateOf, fixedText, hasFixedRate } from './fixed-rates';
import { mappingSpan, mappingText } from './rtpmaps';

export const rule = defineRule({
  id: 'sdp-g722-clock-rate',
  title: 'An rtpmap gives a codec a clock rate that it never has',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'where the stream has no other codec' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3551 §4.5.2, §6', 'RFC 7587 §7', 'RFC 4867', 'RFC 3952'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media) || isRejected(media)) continue;
      for (const rtpmap of [...rtpmapsOf(media).values()].flat()) {
        const name = rtpmap.encoding.text.toUpperCase();
        const right = fixedRateOf(name);
        if (right === null || !rtpmap.valid || hasFixedRate(rtpmap)) continue;
        // Of the numbers that RFC 3551 gives away, sdp-rtpmap-static-conflict speaks; but G722 is a trap of its own.
        if ((rtpmap.payloadTypeValue ?? 0) < 96 && name !== 'G722') continue;
        const wanted = fixedText(rtpmap.encoding.text, right);
        const at = mappingSpan(rtpmap);
        report({
          in: body,
          at,
          severity: codecsOf(media).some((codec) => isGood(codec, rtpmap)) ? 'warning' : 'error',
          message:
            `${mappingText(rtpmap)} is no codec that anybody has: ${name} is always ${wanted}` +
            `${name === 'G722' ? ', though it samples at 16 kHz' : ''}. Receivers pass over it, or play it at the wrong ` +
            'speed. The sender must correct the rtpmap.',
          fix: { title: `Write ${wanted}`, edits: [replace(at, wanted)] },
        });
      }
    }
  },
});

/** Whether another codec is left that both ends may have. */
function isGood(codec: Codec, wrong: Rtpmap): boolean {
  if (codec.rtpmap === wrong || codec.name === '' || !carriesMedia(codec)) return false;
  return codec.rtpmap === null || fixedRateOf(codec.name) === null || hasFixedRate(codec.rtpmap);
}
