import { collidingRtcpPacketType, payloadTypeAssignment } from '../../rtp/static-payload-types';
import { hasFlag, isRtp, usedStreams } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { codecsOf } from './codecs';

export const rule = defineRule({
  id: 'sdp-payload-reserved',
  title: 'An m-line lists a payload type that is kept free',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3551 §6'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const media of usedStreams(body.sdp)) {
      if (!isRtp(media)) continue;
      for (const { payloadType, format } of codecsOf(media)) {
        const kept = payloadTypeAssignment(payloadType);
        if (kept?.kind !== 'reserved') continue;
        // That it is taken for RTCP then is the worse of it: sdp-payload-rtcp-conflict.
        if (hasFlag(media, 'rtcp-mux') && collidingRtcpPacketType(payloadType) !== null) continue;
        report({
          in: body,
          at: format,
          message:
            `Payload type ${payloadType} is kept free (${kept.reason}). Some receivers pass over it. The sender should give ` +
            'its codec a number from 96 on.',
        });
      }
    }
  },
});
