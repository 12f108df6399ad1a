/** Hover of an m-line: its stream, or the field under the caret. */
import { attributeOf, hasFlag, isRejected, isRtp } from '../../engine/sdp/query';
import { rtcpOf } from '../../engine/sdp/rtcp';
import type { MediaSection } from '../../engine/sdp/sdp';
import { touches } from '../../engine/basics/span';
import { findSdpLine } from '../knowledge/sdp-lines';
import { code } from '../markdown';
import type { Explanation } from './explanation';
import { findMediaProtocol } from '../knowledge/media-protocols';
import { codecName, codecOf, formatAt, payloadTypeExplanation } from './payload-types';
import type { SdpPlace } from './sdp-place';

const maxFormats = 6;

export function mediaLineExplanation({ line, offset, sdp }: SdpPlace, media: MediaSection): Explanation {
  const format = formatAt(media, offset);
  if (format !== null && isRtp(media)) return payloadTypeExplanation(media, format);
  const { media: kind, proto, formats } = media.description;
  const protocol = findMediaProtocol(proto.text);
  const onProto = proto.text !== '' && touches(proto, offset);
  const listed = formats.slice(0, maxFormats).map((each) => {
    const codec = codecOf(media, each.text);
    return codec === null ? code(each.text) : `${code(each.text)} ${codecName(codec)}`;
  });
  const rest = formats.length - listed.length;
  return {
    at: onProto ? proto : line,
    title:
      onProto && protocol !== null
        ? `**${protocol.proto}** · transport of the m-line`
        : `**m=${code(kind.text)}** · m-line ${media.index + 1} of ${sdp.media.length}, ${portTitle(media)}`,
    facts: [
      portFact(media),
      ...(onProto && protocol !== null ? [] : [protocolFact(proto.text)]),
      ...(listed.length === 0
        ? []
        : [
            `formats, preferred first: ${[...listed, ...(rest > 0 ? [`… and ${rest} more`] : [])].join(', ')}`,
          ]),
    ],
    knowledge: onProto && protocol !== null ? protocol : findSdpLine('m'),
  };
}

function protocolFact(proto: string): string {
  const known = findMediaProtocol(proto);
  return known === null ? `transport ${code(proto)}` : `transport ${code(proto)}: ${known.summary}`;
}

function portTitle(media: MediaSection): string {
  if (!isRejected(media)) return `port ${code(media.description.port.text)}`;
  return hasFlag(media, 'bundle-only') ? 'bundled' : '**rejected**';
}

function portFact(media: MediaSection): string {
  const { port, portNumber } = media.description;
  if (Number.isNaN(portNumber)) return `port ${code(port.text)}: no number`;
  if (isRejected(media)) {
    return hasFlag(media, 'bundle-only')
      ? 'port 0 with `a=bundle-only`: the stream lives inside its BUNDLE group (RFC 9143 §6)'
      : 'port 0: the stream is refused or switched off, and no media flows (RFC 3264 §6)';
  }
  if (portNumber === 9) return 'port 9 is a placeholder: the real ports stand in the candidates';
  return `receives media on port ${code(port.text)}${rtcpWords(media)}`;
}

function rtcpWords(media: MediaSection): string {
  if (!isRtp(media)) return '';
  if (hasFlag(media, 'rtcp-mux')) return ', RTCP on the same port if the other side has `a=rtcp-mux` too';
  const line = attributeOf(media, 'rtcp');
  return `, RTCP on port ${line === null ? String(media.description.portNumber + 1) : code(rtcpOf(line).port.text)}`;
}
