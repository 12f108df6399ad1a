/** Takes a payload type out of a stream, with all that is said of it. */
import type { Token } from '../../basics/span';
import { fmtpOf } from '../../sdp/fmtp';
import { attributesOf } from '../../sdp/query';
import { rtpmapOf } from '../../sdp/rtpmap';
import type { MediaSection, SdpLine } from '../../sdp/sdp';
import { deleteLines } from '../edits';
import type { Edit } from '../rule';
import { deleteFormats, payloadTypeOf } from './formats';

/** @param named where the m-line lists it; it must list others, too, as a line must keep a format */
export function dropPayload(
  content: string,
  media: MediaSection,
  named: readonly Token[],
  payloadType: number,
): readonly Edit[] {
  return [...deleteFormats(media, named), ...deleteLines(content, linesAbout(media, payloadType))];
}

/** The rtpmap, fmtp and rtcp-fb lines of one payload type. */
function linesAbout(media: MediaSection, payloadType: number): readonly SdpLine[] {
  return [
    ...attributesOf(media, 'rtpmap').filter((line) => rtpmapOf(line).payloadTypeValue === payloadType),
    ...attributesOf(media, 'fmtp').filter((line) => payloadTypeOf(fmtpOf(line).payloadType) === payloadType),
    ...attributesOf(media, 'rtcp-fb').filter((line) => {
      const [first = ''] = (line.attribute.value?.text ?? '').trimStart().split(' ', 1);
      return first === String(payloadType);
    }),
  ];
}
