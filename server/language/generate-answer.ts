/**
 * A compliant SBC answer to an offer of Direct Routing with media bypass: m-lines mirrored, everything but audio
 * refused, one crypto line with the offered tag, ICE Lite with a single IPv4 host candidate, rtcp-mux.
 */
import { toBase64 } from '../../shared/base64';
import { write, type SessionDescription } from 'sdp-transform';
import type { Position } from 'vscode-languageserver-types';
import { isIpv4 } from '../engine/network/address-classes';
import { prefixText, type Prefix } from '../engine/network/prefix';
import type { Crypto } from '../engine/sdp/crypto';
import { fmtpOf } from '../engine/sdp/fmtp';
import {
  attributeOf,
  attributesOf,
  cryptosOf,
  direction,
  hasFlag,
  isAudio,
  isRejected,
  type Direction,
} from '../engine/sdp/query';
import { rtpmapOf } from '../engine/sdp/rtpmap';
import type { MediaSection, Sdp } from '../engine/sdp/sdp';
import { staticPayloadType } from '../engine/rtp/static-payload-types';
import { candidatePriority, TYPE_PREFERENCE } from '../engine/ice/priority';
import type { GenerateAnswerResult } from '../../shared/protocol';
import { bodyAt } from './bodies';
import type { TraceView } from './view';

type AnswerMedia = SessionDescription['media'][number];

/** The suite that Direct Routing demands (media protocols, 'SRTP support requirements'). */
const suite = 'AES_CM_128_HMAC_SHA1_80';

/** Codecs that Direct Routing documents for the SBC, and what goes along with any of them. */
const answerable: ReadonlySet<string> = new Set([
  'pcmu',
  'pcma',
  'g722',
  'g729',
  'silk',
  'telephone-event',
  'cn',
]);

/**
 * Answers the offer at a position; null where there is none.
 *
 * @param random gives fresh random octets, for credentials and keys
 */
export function generateAnswer(
  view: TraceView,
  position: Position,
  random: (octets: number) => Uint8Array,
): GenerateAnswerResult | null {
  const found = bodyAt(view, position);
  if (found === null || found.body.role === 'answer' || found.body.sdp.media.length === 0) return null;
  const placeholders = new Placeholders(view.analysis.options.facts.network.sbcPublic, random);
  const text = write(buildAnswer(found.body.sdp, placeholders));
  return { snippet: placeholders.fillIn(text.replaceAll('\r\n', '\n')) };
}

/**
 * Values that the engineer must look at. In the description they stand as marks; at the end each mark becomes a
 * tab stop, and equal marks become one tab stop.
 */
class Placeholders {
  private readonly values: { readonly mark: string; readonly value: string }[] = [];
  readonly address: string;
  /** The writer wants a number here: one that no port can be. */
  readonly port = 1_000_000_001;

  constructor(
    sbcPublic: readonly Prefix[],
    private readonly random: (octets: number) => Uint8Array,
  ) {
    const literal = sbcPublic.map(prefixText).find(isIpv4);
    this.address = this.add(literal ?? '203.0.113.10');
    this.values.push({ mark: String(this.port), value: '50000' });
  }

  /** A fresh secret of base64 characters: ice-chars (RFC 8839 §5.1) as the octets are a multiple of three. */
  secret(octets: number): string {
    return this.add(toBase64(this.random(octets)));
  }

  fillIn(text: string): string {
    let snippet = escapeSnippet(text);
    this.values.forEach(({ mark, value }, index) => {
      snippet = snippet.replaceAll(mark, `\${${index + 1}:${escapeSnippet(value)}}`);
    });
    return snippet;
  }

  private add(value: string): string {
    const mark = `\u0001${this.values.length}\u0002`;
    this.values.push({ mark, value });
    return mark;
  }
}

function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}

function buildAnswer(offer: Sdp, placeholders: Placeholders): SessionDescription {
  const { address } = placeholders;
  let accepted = false;
  const media = offer.media.map((section): AnswerMedia => {
    // One audio stream carries the call; a second one is refused like all that is not audio.
    const accepts = !accepted && isAudio(section) && !isRejected(section) && codecsOf(section).length > 0;
    accepted ||= accepts;
    return accepts ? acceptedMedia(offer, section, placeholders) : rejectedMedia(section);
  });
  return {
    version: 0,
    origin: { username: '-', sessionId: '1', sessionVersion: 1, netType: 'IN', ipVer: 4, address },
    name: '-',
    connection: { version: 4, ip: address },
    timing: { start: 0, stop: 0 },
    icelite: 'ice-lite',
    media,
  };
}

/** Port 0 with the first offered format refuses a stream (RFC 3264 §6). */
function rejectedMedia(section: MediaSection): AnswerMedia {
  const { media, proto, formats } = section.description;
  return {
    type: media.text,
    port: 0,
    protocol: proto.text,
    payloads: formats[0]?.text ?? '0',
    rtp: [],
    fmtp: [],
  };
}

function acceptedMedia(offer: Sdp, section: MediaSection, placeholders: Placeholders): AnswerMedia {
  const codecs = codecsOf(section);
  const crypto = chooseCrypto(section);
  const mid = attributeOf(section, 'mid')?.attribute.value?.text;
  return {
    type: 'audio',
    port: placeholders.port,
    // Microsoft's own samples answer an offer of UDP/TLS/RTP/SAVP with RTP/SAVP: the keys come by SDES.
    protocol: crypto === null ? section.description.proto.text : 'RTP/SAVP',
    payloads: codecs.map(({ payload }) => String(payload)).join(' '),
    rtp: codecs.flatMap(({ rtp }) => (rtp === null ? [] : [rtp])),
    fmtp: codecs.flatMap(({ payload, fmtp }) => (fmtp === null ? [] : [{ payload, config: fmtp }])),
    ptime: 20,
    direction: answeredDirection(direction(offer, section)),
    ...(mid === undefined ? {} : { mid }),
    ...(hasFlag(section, 'rtcp-mux') ? { rtcpMux: 'rtcp-mux' } : {}),
    ...(crypto === null
      ? {}
      : { crypto: [{ id: crypto.tagValue ?? 1, suite, config: `inline:${placeholders.secret(30)}|2^31` }] }),
    iceUfrag: placeholders.secret(6),
    icePwd: placeholders.secret(18),
    candidates: [
      {
        foundation: '1',
        component: 1,
        transport: 'UDP',
        priority: candidatePriority(TYPE_PREFERENCE.host, 65535, 1),
        ip: placeholders.address,
        port: placeholders.port,
        type: 'host',
      },
    ],
  };
}

interface OfferedCodec {
  readonly payload: number;
  readonly rtp: {
    readonly payload: number;
    readonly codec: string;
    readonly rate: number;
    readonly encoding?: number;
  } | null;
  readonly fmtp: string | null;
}

/** The offered codecs that an SBC can take, in the offer's order (RFC 3264 §6.1). */
function codecsOf(section: MediaSection): readonly OfferedCodec[] {
  const rtpmaps = attributesOf(section, 'rtpmap').map(rtpmapOf);
  const fmtps = attributesOf(section, 'fmtp').map(fmtpOf);
  const codecs = section.description.formats.flatMap((format): readonly OfferedCodec[] => {
    const payload = Number(format.text);
    const rtpmap = rtpmaps.find((each) => each.payloadTypeValue === payload);
    const encoding = rtpmap?.encoding.text ?? staticPayloadType(payload)?.encoding;
    if (encoding === undefined || !answerable.has(encoding.toLowerCase())) return [];
    const fmtp = fmtps.find((each) => each.payloadType.text === format.text);
    return [
      {
        payload,
        rtp:
          rtpmap === undefined || rtpmap.clockValue === null
            ? null
            : {
                payload,
                codec: rtpmap.encoding.text,
                rate: rtpmap.clockValue,
                ...(rtpmap.channelsValue === null ? {} : { encoding: rtpmap.channelsValue }),
              },
        fmtp: fmtp === undefined ? null : fmtp.parameters.text,
      },
    ];
  });
  const carriesVoice = codecs.some(({ rtp, payload }) => {
    const name = (rtp?.codec ?? staticPayloadType(payload)?.encoding ?? '').toLowerCase();
    return name !== 'telephone-event' && name !== 'cn';
  });
  return carriesVoice ? codecs : [];
}

/** The offered line of the demanded suite: one without MKI before one with. */
function chooseCrypto(section: MediaSection): Crypto | null {
  const offered = cryptosOf(section).filter(
    (crypto) => crypto.tagValue !== null && crypto.suite.text.toUpperCase() === suite,
  );
  return offered.find((crypto) => crypto.keyParams.every((key) => key.mki === null)) ?? offered[0] ?? null;
}

function answeredDirection(offered: Direction): Direction {
  if (offered === 'sendonly') return 'recvonly';
  if (offered === 'recvonly') return 'sendonly';
  return offered;
}
