/** Completion behind `a=name:`, filled with what the description already says. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { candidatePriority, TYPE_PREFERENCE } from '../../engine/ice/priority';
import { isIpv4 } from '../../engine/network/address-classes';
import { CRYPTO_SUITES, findCryptoSuite } from '../../engine/sdp/crypto-suites';
import { fmtpOf } from '../../engine/sdp/fmtp';
import { hasFlag } from '../../engine/sdp/query';
import { rtpmapOf } from '../../engine/sdp/rtpmap';
import { STATIC_PAYLOAD_TYPES, staticPayloadType } from '../../engine/rtp/static-payload-types';
import { hashNames } from '../hover/transport-attributes';
import { CODECS, findCodec, type CodecKnowledge } from '../knowledge/codecs';
import { CRYPTO_SESSION_PARAMETERS } from '../knowledge/crypto-parameters';
import { CANDIDATE_TRANSPORTS, CANDIDATE_TYPES } from '../knowledge/ice';
import type { Explained } from '../knowledge/types';
import { explained } from '../markdown';
import type { SdpCompletionPlace } from './place';
import { noProposals, snippetText, tabStop, type Proposal, type Proposals } from './proposal';
import {
  destinationOf,
  encodingOf,
  freeCryptoTag,
  freePayloadType,
  linesOf,
  offeredCryptos,
  payloadTypesOf,
} from './sdp-facts';

/** @param text what stands between the colon and the caret */
export function attributeValueProposals(place: SdpCompletionPlace, name: string, text: string): Proposals {
  switch (name) {
    case 'rtpmap':
      return rtpmapProposals(place, text);
    case 'fmtp':
      return fmtpProposals(place, text);
    case 'crypto':
      return cryptoProposals(place, text);
    case 'candidate':
      return candidateProposals(place, text);
    case 'rtcp-fb':
      return feedbackProposals(place, text);
    default: {
      const values = valuesOf(place, name);
      const typed = separatedBy.has(name) ? text.slice(text.lastIndexOf(' ') + 1).length : text.length;
      return values.length === 0 ? noProposals : { typed, proposals: values };
    }
  }
}

/** The value that an attribute most likely gets here, as snippet text; null where nothing better is known. */
export function contextualSnippet(place: SdpCompletionPlace, name: string): string | null {
  switch (name) {
    case 'crypto':
      return cryptoLines(place)[0]?.snippet ?? null;
    case 'candidate':
      return hostCandidates(place)[0]?.snippet ?? null;
    case 'rtpmap':
      return payloadTypesOf(place).length === 0 ? null : (mappings(place)[0]?.snippet ?? null);
    case 'fmtp':
      return formatParameters(place)[0]?.snippet ?? null;
    case 'rtcp': {
      const destination = destinationOf(place);
      return destination === null || destination.port === 0 ? null : String(destination.port);
    }
    default:
      return null;
  }
}

/** Attributes whose values are lists of words. */
const separatedBy: ReadonlySet<string> = new Set(['ice-options', 'group']);

function valuesOf(place: SdpCompletionPlace, name: string): readonly Proposal[] {
  switch (name) {
    case 'setup':
      return [
        { ...value('actpass'), detail: 'offer: either role' },
        { ...value('active'), detail: 'answer: starts the handshake' },
        { ...value('passive'), detail: 'answer: waits for the handshake' },
        { ...value('holdconn'), detail: 'no connection yet' },
      ];
    case 'ice-options':
      return [
        { ...value('ice2'), detail: 'follows RFC 8445' },
        { ...value('rtp+ecn'), detail: 'can test for ECN' },
        { ...value('trickle'), detail: 'candidates may follow later; not for Direct Routing' },
      ];
    case 'fingerprint':
      return hashNames.map((hash) => ({ ...value(hash), snippet: `${hash} ` }));
    case 'group':
      return ['BUNDLE', 'LS', 'FID', 'DUP', 'ANAT', ...midsOf(place)].map((each) => value(each));
    case 'mid':
      return [value(String((place.media?.index ?? 0) + 1))];
    case 'ptime':
      return ['20', '30', '10', '40', '60'].map((each) => ({ ...value(each), detail: 'ms' }));
    case 'maxptime':
      return ['200', '150', '120', '60', '40', '20'].map((each) => ({ ...value(each), detail: 'ms' }));
    case 'rtcp': {
      const destination = destinationOf(place);
      if (destination === null || destination.port === 0) return [];
      return [
        { ...value(String(destination.port)), detail: 'the RTP port, with a=rtcp-mux' },
        { ...value(String(destination.port + 1)), detail: 'the port after RTP' },
      ];
    }
    case 'connection':
      return [value('new'), value('existing')];
    case 'content':
      return ['main', 'slides', 'speaker', 'sl', 'alt'].map((each) => value(each));
    case 'label':
      return ['main-audio', 'main-video', 'applicationsharing-video'].map((each) => value(each));
    case 'encryption':
      return ['required', 'optional', 'rejected'].map((each) => value(each));
    default:
      return [];
  }
}

function midsOf({ sdp }: SdpCompletionPlace): readonly string[] {
  return (sdp?.media ?? []).flatMap((media) =>
    media.attributes.flatMap(({ attribute }) =>
      attribute.name.text === 'mid' && attribute.value !== null ? [attribute.value.text] : [],
    ),
  );
}

// --- rtpmap

function rtpmapProposals(place: SdpCompletionPlace, text: string): Proposals {
  const named = /^(\d+) ([\w./-]*)$/.exec(text);
  if (named !== null) {
    return {
      typed: named[2]?.length ?? 0,
      proposals: codecsFor(place, named[1] ?? '').map((each) => ({ ...each, commit: [] })),
    };
  }
  return /^\d*$/.test(text) ? { typed: text.length, proposals: mappings(place) } : noProposals;
}

/** At most so many payload types are offered with every codec. */
const maxUnmapped = 4;

/** `101 telephone-event/8000`: the payload types of the m-line that no rtpmap explains, each with codecs. */
function mappings(place: SdpCompletionPlace): readonly Proposal[] {
  const mapped = new Set(linesOf(place, 'rtpmap').map((line) => rtpmapOf(line).payloadType.text));
  const unmapped = payloadTypesOf(place).filter((number) => /^\d{1,3}$/.test(number) && !mapped.has(number));
  // Dynamic ones cannot do without an rtpmap; the others only gain by it.
  const ordered = [...unmapped].sort((a, b) => Number(isFixed(a)) - Number(isFixed(b)));
  const numbers = ordered.length === 0 ? [freePayloadType(place)] : ordered.slice(0, maxUnmapped);
  return numbers.flatMap((number, place_) =>
    codecsFor(place, number).map((codec, index) => ({
      ...codec,
      label: `${number} ${codec.label}`,
      snippet: `${number} ${codec.snippet}`,
      rank: Math.min(place_ + (index === 0 ? 0 : 4), 9),
    })),
  );
}

function isFixed(payloadType: string): boolean {
  return staticPayloadType(Number(payloadType)) !== null;
}

/** The codecs that a payload type may stand for: the one of its number, or those of the m-line's kind. */
function codecsFor(place: SdpCompletionPlace, payloadType: string): readonly Proposal[] {
  const fixed = staticPayloadType(Number(payloadType));
  if (fixed !== null) {
    const name = `${fixed.encoding}/${String(fixed.clockRate)}`;
    return [codecProposal(name, name, findCodec(fixed.encoding))];
  }
  const kind = place.media?.description.media.text.toLowerCase() ?? 'audio';
  const used = new Set(linesOf(place, 'rtpmap').map((line) => rtpmapOf(line).encoding.text.toLowerCase()));
  const codecs = CODECS.filter(
    (codec) => codec.media === (kind === 'audio' || kind === 'video' ? kind : 'other'),
  )
    .map((codec) => ({ codec, order: codecOrder(codec, payloadType, used) }))
    .sort((a, b) => a.order - b.order);
  return codecs.map(({ codec }) => {
    const insert =
      codec.completion?.insert ?? snippetText(`${codec.encoding}/${String(codec.clockRates[0] ?? 8000)}`);
    // A choice shows in the label as its first value.
    return codecProposal(insert.replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1'), insert, codec);
  });
}

/** Codecs with numbers of their own: a dynamic payload type is seldom used for them. */
const numbered: ReadonlySet<string> = new Set(STATIC_PAYLOAD_TYPES.map(({ encoding }) => encoding));

function codecOrder(
  { encoding, teamsSupport, completion }: CodecKnowledge,
  payloadType: string,
  used: ReadonlySet<string>,
): number {
  if (used.has(encoding.toLowerCase())) return 9;
  // 101 is telephone-event nearly everywhere, though no standard says so.
  if (encoding === 'telephone-event') return payloadType === '101' ? 0 : 2;
  if (numbered.has(encoding)) return 6;
  if (teamsSupport === 'supported') return 1;
  return completion === undefined ? 5 : 3;
}

function codecProposal(label: string, snippet: string, codec: CodecKnowledge | null): Proposal {
  return {
    label,
    kind: CompletionItemKind.Value,
    snippet,
    ...(codec?.completion === undefined ? {} : { detail: codec.completion.detail }),
    ...(codec === null ? {} : { documentation: explained(codec) }),
  };
}

// --- fmtp

function fmtpProposals(place: SdpCompletionPlace, text: string): Proposals {
  const begun = /^(\d+) (.*)$/.exec(text);
  if (begun === null)
    return /^\d*$/.test(text) ? { typed: text.length, proposals: formatParameters(place) } : noProposals;
  const [, number = '', parameters = ''] = begun;
  const last = parameters.slice(parameters.lastIndexOf(';') + 1).trimStart();
  return { typed: last.length, proposals: parametersOf(encodingOf(place, number)) };
}

/** `101 0-16`: the payload types with known parameters and without an fmtp. */
function formatParameters(place: SdpCompletionPlace): readonly Proposal[] {
  const has = new Set(linesOf(place, 'fmtp').map((line) => fmtpOf(line).payloadType.text));
  return payloadTypesOf(place)
    .filter((number) => !has.has(number))
    .flatMap((number) =>
      parametersOf(encodingOf(place, number)).map((parameter) => ({
        ...parameter,
        label: `${number} ${parameter.label}`,
        snippet: `${snippetText(number)} ${parameter.snippet}`,
      })),
    );
}

function parametersOf(encoding: string | null): readonly Proposal[] {
  const codec = encoding === null ? null : findCodec(encoding);
  if (codec === null) return [];
  if (codec.encoding === 'telephone-event') {
    const documentation = explained(codec);
    return [
      { ...value('0-16'), detail: 'digits, *, #, A–D, flash hook', documentation },
      { ...value('0-15'), detail: 'digits, *, #, A–D', documentation },
    ];
  }
  return (codec.parameters ?? [])
    .filter(({ name }) => !name.includes(' '))
    .map(({ name, summary }) => {
      const snippet = commonValues.get(`${codec.encoding} ${name}`) ?? '${1}';
      return {
        ...value(`${name}=`),
        snippet: `${name}=${snippet}`,
        detail: codec.encoding,
        documentation: summary,
        commit: [],
      };
    });
}

const commonValues: ReadonlyMap<string, string> = new Map([
  ['G729 annexb', '${1|no,yes|}'],
  ['SILK useinbandfec', '${1|1,0|}'],
  ['opus useinbandfec', '${1|1,0|}'],
  ['iLBC mode', '${1|20,30|}'],
  ['AMR octet-align', '${1|1,0|}'],
  ['AMR-WB octet-align', '${1|1,0|}'],
]);

// --- crypto

function cryptoProposals(place: SdpCompletionPlace, text: string): Proposals {
  if (/^\d*$/.test(text)) return { typed: text.length, proposals: cryptoLines(place) };
  const suite = /^\d+ (\w*)$/.exec(text);
  if (suite !== null) return { typed: suite[1]?.length ?? 0, proposals: suites() };
  const key = /^\d+ (\w+) (\w*:?)$/.exec(text);
  if (key !== null) {
    const snippet = keySnippet(key[1] ?? '');
    return {
      typed: key[2]?.length ?? 0,
      proposals: [{ ...value('inline:'), snippet, detail: 'key and salt in base64', commit: [] }],
    };
  }
  const lifetime = /^\d+ \w+ inline:[\w+/=]+\|([\d^]*)$/.exec(text);
  if (lifetime !== null)
    return {
      typed: lifetime[1]?.length ?? 0,
      proposals: [{ ...value('2^31'), detail: "lifetime, as in Microsoft's samples" }],
    };
  const session = /^\d+ \w+ inline:\S+ (?:\S+ )*([\w-]*)$/.exec(text);
  return session === null ? noProposals : { typed: session[1]?.length ?? 0, proposals: sessionParameters() };
}

/** Whole lines: in an answer those of the offer, else the next tag with every suite, the demanded one first. */
function cryptoLines(place: SdpCompletionPlace): readonly Proposal[] {
  const offered = offeredCryptos(place).filter(({ suite }) => findCryptoSuite(suite) !== null);
  if (offered.length > 0) {
    return offered.map(({ tag, suite }) => ({
      ...cryptoLine(tag, suite),
      detail: "takes the offer's line",
      rank: 0,
    }));
  }
  const tag = String(freeCryptoTag(place));
  return CRYPTO_SUITES.map(({ name }) => cryptoLine(tag, name));
}

function cryptoLine(tag: string, name: string): Proposal {
  return {
    label: `${tag} ${name}`,
    kind: CompletionItemKind.Value,
    snippet: `${tag} ${snippetText(name)} ${keySnippet(name)}|2^31`,
    documentation: explained(suiteKnowledge(name)),
  };
}

function suites(): readonly Proposal[] {
  return CRYPTO_SUITES.map(({ name }) => ({
    ...value(name),
    documentation: explained(suiteKnowledge(name)),
    commit: [' '],
  }));
}

function keySnippet(name: string): string {
  const octets = findCryptoSuite(name)?.keySaltOctets ?? 30;
  return `inline:\${1:base64 of ${String(octets)} random octets}`;
}

function suiteKnowledge(name: string): Explained {
  const suite = findCryptoSuite(name);
  if (suite === null) return { summary: 'Not a suite of any SRTP standard.', source: 'RFC 4568 §6.2' };
  const summary = `${String(suite.masterKeyOctets)} octets key, ${String(suite.masterSaltOctets)} octets salt: ${String(suite.base64Characters)} characters of base64. ${String(suite.srtpTagBits)} bits authentication tag.`;
  return suite.name === 'AES_CM_128_HMAC_SHA1_80'
    ? {
        summary,
        source: suite.source,
        teams: 'The suite that the SBC must support (Direct Routing – media protocols).',
      }
    : { summary, source: suite.source };
}

function sessionParameters(): readonly Proposal[] {
  return CRYPTO_SESSION_PARAMETERS.map((parameter) => ({
    ...value(parameter.name),
    documentation: explained(parameter),
    rank: parameter.insecure === true ? 8 : 5,
  }));
}

// --- candidate

function candidateProposals(place: SdpCompletionPlace, text: string): Proposals {
  if (/^[\w+/]*$/.test(text)) return { typed: text.length, proposals: hostCandidates(place) };
  const fields = text.split(' ');
  const last = fields.at(-1) ?? '';
  if (fields.length === 3) {
    return {
      typed: last.length,
      proposals: CANDIDATE_TRANSPORTS.map((transport) => ({
        ...value(transport.transport.toUpperCase()),
        documentation: explained(transport),
        commit: [' '],
      })),
    };
  }
  if (fields.at(-2) === 'typ') {
    return {
      typed: last.length,
      proposals: CANDIDATE_TYPES.map((type) => ({
        ...value(type.type),
        detail: type.name,
        documentation: explained(type),
      })),
    };
  }
  return fields.length === 7
    ? { typed: last.length, proposals: [{ ...value('typ'), snippet: 'typ ${1|host,srflx,prflx,relay|}' }] }
    : noProposals;
}

/** The host candidates that an ICE Lite SBC would offer for its c= and m= lines. */
function hostCandidates(place: SdpCompletionPlace): readonly Proposal[] {
  const destination = destinationOf(place);
  const address = destination?.address ?? '198.51.100.10';
  const port = destination === null || destination.port === 0 ? 54056 : destination.port;
  const muxed = place.media !== null && hasFlag(place.media, 'rtcp-mux');
  const rtp = hostCandidate(1, address, port, destination !== null);
  const proposals = muxed ? [rtp] : [rtp, hostCandidate(2, address, port + 1, destination !== null)];
  return isIpv4(address)
    ? proposals
    : proposals.map((each) => ({ ...each, detail: 'host candidate; media bypass wants IPv4' }));
}

/** @param said whether address and port stand in the description: else they are examples to type over */
function hostCandidate(component: 1 | 2, address: string, port: number, said: boolean): Proposal {
  const priority = candidatePriority(TYPE_PREFERENCE.host, 65535, component);
  const head = `1 ${String(component)} UDP ${String(priority)}`;
  return {
    label: `${head} ${address} ${String(port)} typ host`,
    kind: CompletionItemKind.Value,
    snippet: said
      ? `${head} ${snippetText(address)} ${String(port)} typ host`
      : `${head} ${tabStop(1, address)} ${tabStop(2, String(port))} typ host`,
    detail: component === 1 ? 'RTP, from c= and m=' : 'RTCP',
  };
}

// --- rtcp-fb

const feedback = ['nack', 'nack pli', 'ccm fir', 'transport-cc', 'goog-remb', 'trr-int'] as const;

function feedbackProposals(place: SdpCompletionPlace, text: string): Proposals {
  const begun = /^(?:\*|\d+) ([\w -]*)$/.exec(text);
  if (begun !== null) return { typed: begun[1]?.length ?? 0, proposals: feedback.map((each) => value(each)) };
  if (!/^(?:\*|\d*)$/.test(text)) return noProposals;
  return {
    typed: text.length,
    proposals: ['*', ...payloadTypesOf(place)].map((each) => ({ ...value(each), commit: [' '] })),
  };
}

function value(label: string): Proposal {
  return { label, kind: CompletionItemKind.Value, snippet: snippetText(label) };
}
