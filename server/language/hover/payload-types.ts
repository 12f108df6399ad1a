/** What payload types stand for: `a=rtpmap`, `a=fmtp` and the numbers of an m-line. */
import { fmtpOf, type Fmtp } from '../../engine/sdp/fmtp';
import { attributesOf, isRtp } from '../../engine/sdp/query';
import { rtpmapOf, type Rtpmap } from '../../engine/sdp/rtpmap';
import type { AttributeLine, MediaSection } from '../../engine/sdp/sdp';
import { touches, type Token } from '../../engine/basics/span';
import { payloadTypeAssignment, staticPayloadType } from '../../engine/rtp/static-payload-types';
import { findCodec, findFormatParameter, type CodecKnowledge } from '../knowledge/codecs';
import { findSdpAttribute } from '../knowledge/sdp-attributes';
import type { Explained } from '../knowledge/types';
import { code } from '../markdown';
import type { Explanation } from './explanation';
import type { SdpPlace } from './sdp-place';
import { eventWords } from './telephone-events';

/** What a payload type of an m-line stands for. */
export interface Codec {
  readonly encoding: string;
  readonly clock: string;
  readonly channels: string | null;
  /** Null where the number alone says it (RFC 3551). */
  readonly rtpmap: Rtpmap | null;
}

/** The codec of a payload type: by its rtpmap, else by its number; null where neither tells. */
export function codecOf(media: MediaSection, payloadType: string): Codec | null {
  const rtpmap = attributesOf(media, 'rtpmap')
    .map(rtpmapOf)
    .find((each) => each.payloadType.text === payloadType);
  if (rtpmap !== undefined) {
    return {
      encoding: rtpmap.encoding.text,
      clock: rtpmap.clock.text,
      channels: rtpmap.channels?.text ?? null,
      rtpmap,
    };
  }
  const fixed = /^\d{1,3}$/.test(payloadType) && isRtp(media) ? staticPayloadType(Number(payloadType)) : null;
  if (fixed === null) return null;
  return { encoding: fixed.encoding, clock: String(fixed.clockRate), channels: null, rtpmap: null };
}

/** `PCMU/8000` as code. */
export function codecName({ encoding, clock, channels }: Codec): string {
  return code([encoding, clock, ...(channels === null ? [] : [channels])].join('/'));
}

export function rtpmapExplanation({ media, offset }: SdpPlace, line: AttributeLine): Explanation {
  const rtpmap = rtpmapOf(line);
  const { payloadType, encoding, clock, clockValue, channels } = rtpmap;
  const codec = findCodec(encoding.text);
  const onName = offset < payloadType.start;
  return {
    at: line,
    title: `**a=rtpmap** · payload type ${code(payloadType.text)} is ${code(`${encoding.text}/${clock.text}${channels === null ? '' : `/${channels.text}`}`)}`,
    facts: [
      ...placeFacts(media, payloadType),
      ...numberFacts(rtpmap),
      clockValue === null
        ? 'clock rate: missing'
        : `RTP clock ${clockValue} Hz${clockWords(codec, clockValue)}`,
      ...(channels === null ? [] : [`channels: ${code(channels.text)}`]),
      ...teamsFacts(codec),
      ...fmtpFacts(media, payloadType),
    ],
    knowledge: onName ? findSdpAttribute('rtpmap') : codecKnowledge(encoding, codec),
  };
}

export function fmtpExplanation({ media, offset }: SdpPlace, line: AttributeLine): Explanation {
  const fmtp = fmtpOf(line);
  const codec = media === null ? null : codecOf(media, fmtp.payloadType.text);
  const known = codec === null ? null : findCodec(codec.encoding);
  return {
    at: line,
    title: `**a=fmtp** · parameters of ${code(fmtp.payloadType.text)}${codec === null ? '' : `, ${codecName(codec)}`}`,
    facts: [
      ...placeFacts(media, fmtp.payloadType),
      ...(codec === null ? ['no rtpmap says what this payload type is'] : parameterFacts(fmtp, codec, known)),
    ],
    knowledge: known === null || offset < fmtp.payloadType.start ? findSdpAttribute('fmtp') : known,
  };
}

/** A payload type in an m-line. */
export function payloadTypeExplanation(media: MediaSection, token: Token): Explanation {
  const codec = codecOf(media, token.text);
  const known = codec === null ? null : findCodec(codec.encoding);
  const place = media.description.formats.findIndex((format) => format.start === token.start);
  return {
    at: token,
    title: `**Payload type ${code(token.text)}** · ${codec === null ? 'unknown codec' : codecName(codec)}`,
    facts: [
      `choice ${place + 1} of ${media.description.formats.length} in this m-line`,
      codec === null
        ? unknownWords(token.text)
        : codec.rtpmap === null
          ? 'without an rtpmap: the number itself says it (RFC 3551 §6)'
          : 'said by its `a=rtpmap`',
      ...teamsFacts(known),
      ...fmtpFacts(media, token),
    ],
    knowledge: known,
  };
}

function placeFacts(media: MediaSection | null, payloadType: Token): readonly string[] {
  if (media === null) return ['stands above the first m-line, where it says nothing'];
  const place = media.description.formats.findIndex((format) => format.text === payloadType.text);
  return place === -1 ? ['the m-line does not list this payload type'] : [];
}

function numberFacts({ payloadTypeValue, encoding }: Rtpmap): readonly string[] {
  const assigned = payloadTypeValue === null ? null : payloadTypeAssignment(payloadTypeValue);
  if (assigned === null) return ['payload types are numbers from 0 to 127'];
  switch (assigned.kind) {
    case 'dynamic':
      return [];
    case 'static':
      return assigned.encoding.toLowerCase() === encoding.text.toLowerCase()
        ? ['the number is fixed for this codec (RFC 3551 §6)']
        : [`RFC 3551 §6 fixes this number for ${assigned.encoding}: a peer may take it for that`];
    case 'reserved':
      return [`the number is reserved: ${assigned.reason}`];
    case 'unassigned':
      return ['the number is below 96 and belongs to no codec'];
  }
}

function clockWords(codec: CodecKnowledge | null, clock: number): string {
  if (codec === null || codec.clockRates.length === 0 || codec.clockRates.includes(clock)) return '';
  return `, but ${codec.encoding} counts at ${codec.clockRates.join(' or ')}`;
}

function teamsFacts(codec: CodecKnowledge | null): readonly string[] {
  if (codec === null) return [];
  switch (codec.teamsSupport) {
    case 'supported':
      return ['Direct Routing supports it on the SBC leg'];
    case 'helper':
      return ['rides beside a codec and carries no speech alone'];
    case 'not documented':
      return ['Microsoft does not name it for the SBC leg of Direct Routing'];
  }
}

function fmtpFacts(media: MediaSection | null, payloadType: Token): readonly string[] {
  if (media === null) return [];
  const fmtp = attributesOf(media, 'fmtp')
    .map(fmtpOf)
    .find((each) => each.payloadType.text === payloadType.text);
  return fmtp === undefined ? [] : [`its fmtp: ${code(fmtp.parameters.text)}`];
}

function parameterFacts(
  { list }: Fmtp,
  { encoding }: Codec,
  known: CodecKnowledge | null,
): readonly string[] {
  return list.slice(0, 8).map((parameter) => {
    if (encoding.toLowerCase() === 'telephone-event') {
      // Some write the name of the media type's parameter, too.
      const events = /^events$/i.test(parameter.name.text) ? parameter.value : null;
      if (parameter.value === null || events !== null)
        return `${code(parameter.text)}: ${eventWords(events?.text ?? parameter.text)}`;
    }
    const explained = known === null ? null : findFormatParameter(known, parameter.name.text);
    return explained === null ? code(parameter.text) : `${code(parameter.text)}: ${explained.summary}`;
  });
}

function unknownWords(payloadType: string): string {
  if (!/^\d{1,3}$/.test(payloadType)) return 'a format of the application, not an RTP payload type';
  const assigned = payloadTypeAssignment(Number(payloadType));
  switch (assigned?.kind) {
    case 'dynamic':
      return 'a dynamic number without an rtpmap: nobody can tell what it is';
    case 'reserved':
      return `a reserved number: ${assigned.reason}`;
    default:
      return 'a number without a meaning of its own, and no rtpmap gives it one';
  }
}

function codecKnowledge(encoding: Token, codec: CodecKnowledge | null): Explained {
  return (
    codec ?? {
      summary: `${code(encoding.text)} is not a codec that this tool knows. A peer that does not know it either drops it from the answer.`,
      source: 'RFC 8866 §6.6; RFC 3264 §6.1',
    }
  );
}

/** The payload type that a caret in an m-line touches. */
export function formatAt(media: MediaSection, offset: number): Token | null {
  return media.description.formats.find((format) => touches(format, offset)) ?? null;
}
