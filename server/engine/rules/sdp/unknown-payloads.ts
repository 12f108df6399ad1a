/** Payload types of which a description does not say what they stand for. */
import { mayLackLines } from '../../calls/cut-off';
import type { Described } from '../../calls/call';
import { collidingRtcpPacketType, payloadTypeAssignment } from '../../rtp/static-payload-types';
import { hasFlag, isRejected, isRtp } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { codecsOf, type Codec } from './codecs';
import { isWrittenOtherwise } from './misspelling';

/** Those of a stream in use; none where the lines that would say it may be lost, or are told of by another rule. */
export function unknownPayloads(body: Described, media: MediaSection): readonly Codec[] {
  if (!isRtp(media) || isRejected(media) || mayLackLines(body, media)) return [];
  const unknown = codecsOf(media).filter((codec) => isUnknown(codec, media));
  return unknown.length === 0 || isToldElsewhere(body.sdp, media) ? [] : unknown;
}

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
