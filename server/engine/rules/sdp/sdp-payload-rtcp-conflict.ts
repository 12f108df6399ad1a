import { collidingRtcpPacketType } from '../../rtp/static-payload-types';
import { hasFlag, isRejected, isRtp } from '../../sdp/query';
import type { Token } from '../../basics/span';
import { allProfiles, defineRule } from '../rule';
import { dropPayload } from './drop-payload';
import { payloadTypeOf } from './formats';

export const rule = defineRule({
  id: 'sdp-payload-rtcp-conflict',
  title: 'With rtcp-mux, a payload type is taken for RTCP',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: "in a Teams profile, as Microsoft's own sample does it" }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 5761 §4'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media) || isRejected(media) || !hasFlag(media, 'rtcp-mux')) continue;
      const { formats } = media.description;
      const conflicting = formats.filter((format) => collisionOf(payloadTypeOf(format)) !== null);
      for (const [payloadType, named] of byPayloadType(conflicting)) {
        const [format] = named;
        if (format === undefined) continue;
        report({
          in: body,
          at: format,
          message:
            `With a=rtcp-mux, RTP of payload type ${format.text} cannot be told from RTCP of type ` +
            `${String(collisionOf(payloadType))}. RFC 5761 forbids 64 to 95 here; the sender must drop it or ` +
            'use a number from 96 on.',
          ...(profile === 'rfc' ? {} : { severity: 'warning' as const }),
          // A line must keep a format.
          ...(conflicting.length === formats.length
            ? {}
            : {
                fix: {
                  title: `Drop payload type ${format.text}`,
                  edits: dropPayload(body.content, media, named, payloadType),
                },
              }),
        });
      }
    }
  },
});

function byPayloadType(formats: readonly Token[]): ReadonlyMap<number, readonly Token[]> {
  const groups = new Map<number, Token[]>();
  for (const format of formats) {
    const payloadType = payloadTypeOf(format);
    if (payloadType === null) continue;
    const group = groups.get(payloadType);
    if (group === undefined) groups.set(payloadType, [format]);
    else group.push(format);
  }
  return groups;
}

function collisionOf(payloadType: number | null): number | null {
  return payloadType === null ? null : collidingRtcpPacketType(payloadType);
}
