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
  defaultRtpDestination,
  direction,
  effectiveAttribute,
  hasFlag,
  isAudio,
  isRejected,
  type Direction,
} from '../engine/sdp/query';
import { rtpmapOf } from '../engine/sdp/rtpmap';
import type { MediaSection, Origin, Sdp } from '../engine/sdp/sdp';
import { staticPayloadType } from '../engine/rtp/static-payload-types';
import { candidatePriority, TYPE_PREFERENCE } from '../engine/ice/priority';
import type { GenerateAnswerResult } from '../../shared/protocol';
import { bodyAt } from './bodies';
import { dialogSoFar, type DialogSoFar } from './dialog-so-far';
import { callOf } from './lookup';
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
  const { sdp } = found.body;
  const isTeams = callOf(view, found.message)?.call.profile.name !== 'rfc';
  const obstacle = obstacleOf(sdp, isTeams);
  if (obstacle !== null) return { snippet: null, notes: [obstacle] };
  const before = dialogSoFar(view, found);
  const placeholders = new Placeholders(
    view.analysis.options.facts.network.sbcPublic,
    random,
    before === null ? null : valuesOf(before),
  );
  const text = write(buildAnswer(sdp, placeholders, before?.own.sdp.origin ?? null));
  return { snippet: placeholders.fillIn(text.replaceAll('\r\n', '\n')), notes: notesOf(sdp, before) };
}

/** Why an offer has no compliant answer, and what to answer instead; null where it has one. */
function obstacleOf(offer: Sdp, isTeams: boolean): string | null {
  const audio = offer.media.filter((section) => isAudio(section) && !isRejected(section));
  if (audio.length === 0)
    return 'The offer has no audio stream in use, so no answer makes a call. Answer 488 Not Acceptable Here.';
  if (audio.every((section) => codecsOf(section).length === 0))
    return (
      'No codec of the offer is one that Direct Routing knows (PCMU, PCMA, G.722, G.729, SILK). Answer 488 Not ' +
      'Acceptable Here with "Warning: 305", and have the offerer list PCMU or PCMA.'
    );
  const secure = audio.filter((section) => codecsOf(section).length > 0);
  if (secure.some((section) => chooseCrypto(section) !== null)) return null;
  if (secure.some((section) => cryptosOf(section).length > 0))
    return (
      `The offer has no a=crypto line of ${suite}, the suite that Direct Routing demands, and an answer cannot take ` +
      'another one. Answer 488 Not Acceptable Here, and have the offerer add the suite.'
    );
  if (secure.some((section) => effectiveAttribute(offer, section, 'fingerprint') !== null))
    return (
      'The offer has DTLS-SRTP alone, and an SBC of Direct Routing answers with SDES (a=crypto), which was not offered. ' +
      'Answer 488 Not Acceptable Here, and have the offerer add a=crypto.'
    );
  if (!isTeams) return null;
  return (
    'The offer has no keys (a=crypto), and Direct Routing wants SRTP. Answer 488 Not Acceptable Here, and have the ' +
    'offerer use RTP/SAVP with a=crypto.'
  );
}

function notesOf(offer: Sdp, before: DialogSoFar | null): readonly string[] {
  const withoutMux = offer.media.some(
    (section) => isAudio(section) && !isRejected(section) && !hasFlag(section, 'rtcp-mux'),
  );
  return [
    ...(before === null
      ? []
      : [
          before.restartsIce
            ? 'The offer restarts ICE: credentials are new, address, port and key go on.'
            : 'Address, port, credentials and key go on from the last description of this side; o= counts one up.',
        ]),
    ...(withoutMux
      ? [
          'The offer has no a=rtcp-mux, so RTCP gets a port and a candidate of its own: firewalls must let both pass.',
        ]
      : []),
  ];
}

/** Values that go on in a dialog; null where they are to be made. */
interface KnownValues {
  readonly address: string | null;
  readonly port: string | null;
  readonly ufrag: string | null;
  readonly password: string | null;
  /** With its lifetime. */
  readonly key: string | null;
  /** Of o=. */
  readonly version: string;
}

function valuesOf({ own, restartsIce }: DialogSoFar): KnownValues {
  const { sdp } = own;
  const media = sdp.media.find((section) => isAudio(section) && !isRejected(section)) ?? null;
  const valueOf = (name: string): string | null =>
    media === null || restartsIce
      ? null
      : (effectiveAttribute(sdp, media, name)?.attribute.value?.text ?? null);
  const crypto = media === null ? null : chooseCrypto(media);
  const [key] = crypto?.keyParams ?? [];
  return {
    address: media === null ? null : (defaultRtpDestination(sdp, media)?.address.text ?? null),
    port: media?.description.port.text ?? null,
    ufrag: valueOf('ice-ufrag'),
    password: valueOf('ice-pwd'),
    version: nextVersion(sdp.origin?.sessionVersion.text ?? ''),
    key:
      key === undefined ? null : `${key.keySalt.text}${key.lifetime === null ? '' : `|${key.lifetime.text}`}`,
  };
}

/**
 * Values that the engineer must look at. In the description they stand as marks; at the end each mark becomes a
 * tab stop, and equal marks become one tab stop.
 */
class Placeholders {
  private readonly values: { readonly mark: string; readonly value: string }[] = [];
  readonly address: string;
  /** The writer wants numbers here: such as no port can be. */
  readonly port = 1_000_000_001;
  readonly rtcpPort = 1_000_000_002;
  readonly version = 1_000_000_003;

  constructor(
    sbcPublic: readonly Prefix[],
    private readonly random: (octets: number) => Uint8Array,
    private readonly known: KnownValues | null,
  ) {
    const literal = sbcPublic.map(prefixText).find(isIpv4);
    const port = known?.port ?? '50000';
    this.address = this.add(known?.address ?? literal ?? '203.0.113.10');
    this.values.push({ mark: String(this.port), value: port });
    this.values.push({ mark: String(this.rtcpPort), value: String(Number(port) + 1) });
    if (known !== null) this.values.push({ mark: String(this.version), value: known.version });
  }

  ufrag(): string {
    return this.known?.ufrag ?? this.secret(6);
  }

  password(): string {
    return this.known?.password ?? this.secret(18);
  }

  /** Key and lifetime of the crypto line. */
  key(): string {
    return this.known?.key ?? `${this.secret(30)}|2^31`;
  }

  /** A fresh secret of base64 characters: ice-chars (RFC 8839 §5.1) as the octets are a multiple of three. */
  private secret(octets: number): string {
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

/** @param before the origin of the last description of the answering side; null for the first one */
function buildAnswer(offer: Sdp, placeholders: Placeholders, before: Origin | null): SessionDescription {
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
    origin: originAfter(before, placeholders),
    name: '-',
    connection: { version: 4, ip: address },
    timing: { start: 0, stop: 0 },
    icelite: 'ice-lite',
    media,
  };
}

/** The session's own words stay (RFC 3264 §8); {@link Placeholders.version} counts one up. */
function originAfter(
  before: Origin | null,
  { address, version }: Placeholders,
): SessionDescription['origin'] {
  if (before === null)
    return { username: '-', sessionId: '1', sessionVersion: 1, netType: 'IN', ipVer: 4, address };
  return {
    username: before.username.text,
    sessionId: before.sessionId.text,
    sessionVersion: version,
    netType: before.netType.text,
    ipVer: before.addrType.text.endsWith('6') ? 6 : 4,
    address: before.address.text,
  };
}

/** Versions may be longer than numbers are exact. */
function nextVersion(version: string): string {
  return /^\d{1,20}$/.test(version) ? String(BigInt(version) + 1n) : '1';
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
  const muxes = hasFlag(section, 'rtcp-mux');
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
    ...(muxes ? { rtcpMux: 'rtcp-mux' } : { rtcp: { port: placeholders.rtcpPort } }),
    ...(crypto === null
      ? {}
      : { crypto: [{ id: crypto.tagValue ?? 1, suite, config: `inline:${placeholders.key()}` }] }),
    iceUfrag: placeholders.ufrag(),
    icePwd: placeholders.password(),
    candidates: [
      hostCandidate(1, placeholders.address, placeholders.port),
      ...(muxes ? [] : [hostCandidate(2, placeholders.address, placeholders.rtcpPort)]),
    ],
  };
}

function hostCandidate(
  component: 1 | 2,
  ip: string,
  port: number,
): NonNullable<AnswerMedia['candidates']>[number] {
  const priority = candidatePriority(TYPE_PREFERENCE.host, 65535, component);
  return { foundation: '1', component, transport: 'UDP', priority, ip, port, type: 'host' };
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
