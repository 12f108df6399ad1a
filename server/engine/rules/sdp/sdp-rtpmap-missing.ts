import { mayLackLines } from '../../calls/cut-off';
import { collidingRtcpPacketType, payloadTypeAssignment } from '../../rtp/static-payload-types';
import { hasFlag, isRejected, isRtp } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { codecsOf, type Codec } from './codecs';
import { deleteFormats, payloadTypeOf } from './formats';
import { isWrittenOtherwise } from './misspelling';

export const rule = defineRule({
  id: 'sdp-rtpmap-missing',
  title: 'An m-line lists a payload type of which nothing says what it is',
  severity: 'warning',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §5.1', 'RFC 3551 §6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    // An answer owes its rtpmaps: oa-answer-rtpmap.
    if (body.role === 'answer') return;
    for (const media of body.sdp.media) {
      if (!isRtp(media) || isRejected(media) || mayLackLines(body, media)) continue;
      const unknown = codecsOf(media).filter((codec) => isUnknown(codec, media));
      const [first] = unknown;
      if (first === undefined || isToldElsewhere(body.sdp, media)) continue;
      const wanted = new Set(unknown.map(({ payloadType }) => payloadType));
      const tokens = media.description.formats.filter((format) => wanted.has(payloadTypeOf(format) ?? -1));
      report({
        in: body,
        at: first.format,
        message:
          `${unknown.length === 1 ? `Payload type ${first.payloadType} has` : `Payload types ${[...wanted].join(', ')} have`} no ` +
          'a=rtpmap, and no table says what such a number means. Receivers pass over it. The sender must name the codec, ' +
          'or take the number off the line.',
        ...(body.role === 'offer' && tokens.length < media.description.formats.length
          ? { fix: { title: 'List only what has an rtpmap', edits: deleteFormats(media, tokens) } }
          : {}),
      });
    }
  },
});

/** Numbers that are kept free, and those that rtcp-mux leaves to RTCP, are told by rules of their own. */
function isUnknown({ payloadType, rtpmap }: Codec, media: MediaSection): boolean {
  if (rtpmap !== null) return false;
  if (hasFlag(media, 'rtcp-mux') && collidingRtcpPacketType(payloadType) !== null) return false;
  const kind = payloadTypeAssignment(payloadType)?.kind;
  return kind === 'dynamic' || kind === 'unassigned';
}

/** By capabilities (RFC 6871), or by a line of which a rule of its own says that it is misspelt or misplaced. */
function isToldElsewhere(sdp: Sdp, media: MediaSection): boolean {
  return (
    [sdp.session, media].some((section) => ['rmcap', 'pcfg'].some((name) => hasFlag(section, name))) ||
    hasFlag(sdp.session, 'rtpmap') ||
    isWrittenOtherwise(media, 'rtpmap')
  );
}
