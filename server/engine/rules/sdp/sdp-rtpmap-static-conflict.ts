import { staticPayloadType, type StaticPayloadType } from '../../rtp/static-payload-types';
import { attributesOf, isRtp } from '../../sdp/query';
import { rtpmapOf, type Rtpmap } from '../../sdp/rtpmap';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { mappingSpan } from './rtpmaps';

export const rule = defineRule({
  id: 'sdp-rtpmap-static-conflict',
  title: 'An rtpmap gives a fixed payload type another codec',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3551 §6, tables 4 and 5', 'RFC 8866 §6.6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media)) continue;
      for (const line of attributesOf(media, 'rtpmap')) {
        const rtpmap = rtpmapOf(line);
        const fixed = rtpmap.payloadTypeValue === null ? null : staticPayloadType(rtpmap.payloadTypeValue);
        if (fixed === null || !rtpmap.valid || agrees(rtpmap, fixed)) continue;
        // The right codec at the rate of its samples: sdp-g722-clock-rate.
        if (fixed.encoding === 'G722' && rtpmap.encoding.text.toUpperCase() === 'G722') continue;
        const right = mappingOf(fixed);
        const at = mappingSpan(rtpmap);
        report({
          in: body,
          at,
          message:
            `Payload type ${fixed.payloadType} is ${right} for good and cannot be mapped to something ` +
            'else. The sender must name that codec here, or give its own one a number from 96 on.',
          fix: { title: `Write ${right}`, edits: [replace(at, right)] },
        });
      }
    }
  },
});

/** Names by which gateways call the same codec: the stream is what the number says. */
const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['G723', ['G723-1', 'G723.1', 'G7231', 'G723A']],
  ['G729', ['G729A', 'G729B', 'G729AB']],
]);

function agrees({ encoding, clockValue, channelsValue }: Rtpmap, fixed: StaticPayloadType): boolean {
  const name = encoding.text.toUpperCase();
  const wanted = fixed.encoding.toUpperCase();
  if (name !== wanted && otherNames.get(wanted)?.includes(name) !== true) return false;
  if (clockValue !== fixed.clockRate) return false;
  return fixed.channels === null || (channelsValue ?? 1) === fixed.channels;
}

function mappingOf({ encoding, clockRate, channels }: StaticPayloadType): string {
  const mono = channels === null || channels === 1;
  return `${encoding}/${clockRate}${mono ? '' : `/${channels}`}`;
}
