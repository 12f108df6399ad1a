import { fieldsOf, isDigits, isTokenText, oddGaps } from '../../sdp/fields';
import { isAudio, isRejected, isRtp } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import type { Span } from '../../basics/span';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-media-line-syntax',
  title: 'An m-line is not "media port protocol formats"',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where only the blanks between the fields are wrong' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.14', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      const fault = faultOf(media);
      if (fault === null) continue;
      // What refuses a stream and names no format is told by oa-rejected-stream-fmt.
      if (fault.lacksFormat === true && body.role === 'answer' && isRejected(media)) continue;
      report({
        in: body,
        at: fault.at,
        message: `${fault.message} The sender must correct the m-line.`,
        ...(fault.isSpacing === true ? { severity: 'warning' as const } : {}),
      });
    }
  },
});

interface Fault {
  readonly at: Span;
  readonly message: string;
  /** Most parsers read over it. */
  readonly isSpacing?: boolean;
  readonly lacksFormat?: boolean;
}

/** The first fault of the line: the fields behind a missing one are read as what they are not. */
function faultOf(media: MediaSection): Fault | null {
  const { line, description } = media;
  // An empty m-line is told by sdp-line-syntax.
  if (line.value.text === '') return null;
  const { media: kind, port, portNumber, portCount, proto, formats } = description;
  if (!isTokenText(kind.text)) {
    return { at: kind, message: 'The media type is no word; audio or another type is wanted first.' };
  }
  if (port.text === '' && portCount === null) {
    return {
      at: line,
      message: 'The m-line ends behind the media type; port, protocol and formats are wanted.',
    };
  }
  if (!isDigits(port.text)) {
    return { at: port, message: 'A port is wanted behind the media type, a number from 0 to 65535.' };
  }
  if (portNumber > highestPort) {
    return { at: port, message: `There is no port above ${highestPort}.` };
  }
  if (portCount !== null) {
    if (!isDigits(portCount.text) || Number(portCount.text) === 0) {
      return { at: portCount, message: 'Behind the slash the number of ports is wanted.' };
    }
    if (Number(portCount.text) > 1 && isAudio(media) && isRtp(media)) {
      return {
        at: portCount,
        message: 'Several ports are offered for one audio stream, which has only one.',
      };
    }
  }
  if (proto.text === '') {
    return { at: line, message: 'The m-line ends behind the port; protocol and formats are wanted.' };
  }
  if (isDigits(proto.text) || !proto.text.split('/').every(isTokenText)) {
    return { at: proto, message: 'A protocol such as RTP/SAVP is wanted behind the port.' };
  }
  if (formats.length === 0) {
    return {
      at: line,
      message: 'The m-line lists no format; even a rejected stream names at least one.',
      lacksFormat: true,
    };
  }
  const gap = oddGaps(line.value, fieldsOf(line.value))[0];
  if (gap === undefined) return null;
  return { at: gap, message: 'Fields are parted otherwise than by one blank.', isSpacing: true };
}

const highestPort = 65535;
