/** Completion at the start of a line of SDP: line types, and the attributes that may stand here. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { SDP_LINES } from '../knowledge/sdp-lines';
import { SDP_ATTRIBUTES, type SdpAttributeKnowledge } from '../knowledge/sdp-attributes';
import { blocks, code, explained } from '../markdown';
import { contextualSnippet } from './attribute-values';
import type { SdpCompletionPlace } from './place';
import { tabStop, type Proposal } from './proposal';
import { addressOf, aimsAtBypass, freePayloadType, lineTypesOf, linesOf } from './sdp-facts';

export function lineProposals(place: SdpCompletionPlace): readonly Proposal[] {
  const present = lineTypesOf(place);
  return SDP_LINES.filter(({ type }) => type !== 'a' && mayFollow(place, type)).map((line) => ({
    label: `${line.type}=`,
    kind: CompletionItemKind.Field,
    snippet: lineSnippet(place, line.type),
    detail: line.name,
    documentation: blocks(explained(line), code(line.example)),
    // What a description cannot do without comes before the attributes, all else behind them.
    rank: required.has(line.type) && !present.has(line.type) ? 0 : line.type === 'm' ? 4 : 7,
  }));
}

const required: ReadonlySet<string> = new Set(['v', 'o', 's', 'c', 't']);
/** Line types that may stand below an m-line (RFC 8866 §9). */
const belowMedia: ReadonlySet<string> = new Set(['m', 'i', 'c', 'b', 'k']);
/** Line types that no call needs. */
const outdated: ReadonlySet<string> = new Set(['r', 'z', 'k']);

function mayFollow({ sdp, media }: SdpCompletionPlace, type: string): boolean {
  if (outdated.has(type)) return false;
  return media === null ? sdp === null || sdp.fragment || type !== 'v' : belowMedia.has(type);
}

function lineSnippet(place: SdpCompletionPlace, type: string): string {
  const address = addressOf(place) ?? '198.51.100.10';
  const version = address.includes(':') ? 'IP6' : 'IP4';
  switch (type) {
    case 'v':
      return 'v=0';
    case 'o':
      return `o=- \${1:1} \${2:1} IN ${version} ${tabStop(3, address)}`;
    case 's':
      return 's=-';
    case 'c':
      return `c=IN ${version} ${tabStop(1, address)}`;
    case 't':
      return 't=0 0';
    case 'b':
      return 'b=${1|AS,CT,TIAS,RS,RR|}:${2:80}';
    case 'm':
      return `m=\${1|audio,video|} \${2:54056} \${3|RTP/SAVP,RTP/AVP,UDP/TLS/RTP/SAVP|} \${4:0 8 ${freePayloadType(place)}}`;
    default:
      return `${type}=`;
  }
}

/** The attributes that an ICE Lite SBC with SDES cannot do without, by level, most wanted first. */
const wanted = {
  session: ['ice-lite'],
  media: ['crypto', 'ice-ufrag', 'ice-pwd', 'candidate', 'rtcp-mux', 'rtcp', 'rtpmap', 'fmtp', 'sendrecv'],
} as const;

/** Attributes that may stand more than once in a section. */
const repeatable: ReadonlySet<string> = new Set([
  'rtpmap',
  'fmtp',
  'candidate',
  'crypto',
  'rtcp-fb',
  'extmap',
  'ssrc',
  'ssrc-group',
  'group',
  'fingerprint',
  'remote-candidates',
  'x-candidate-ipv6',
  'x-candidate-info',
  'x-caps',
  'rid',
  'imageattr',
  'cryptoscale',
]);

const directions: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

export function attributeProposals(place: SdpCompletionPlace): readonly Proposal[] {
  const bypass = aimsAtBypass(place);
  return SDP_ATTRIBUTES.filter((attribute) => mayStand(place, attribute))
    .map((attribute) => ({
      label: `a=${attribute.name}`,
      kind: CompletionItemKind.Property,
      snippet: `a=${attributeSnippet(place, attribute)}`,
      ...(attribute.completion === undefined ? {} : { detail: attribute.completion.detail }),
      documentation: blocks(explained(attribute), code(attribute.syntax, 200)),
      rank: attributeRank(place, attribute, bypass),
    }))
    .sort((a, b) => wantedPlace(a.label.slice(2)) - wantedPlace(b.label.slice(2)));
}

function mayStand({ sdp, media }: SdpCompletionPlace, { level }: SdpAttributeKnowledge): boolean {
  if (level === 'source') return false;
  // An excerpt without an m-line may be a piece of either.
  if (media === null) return level !== 'media' || sdp === null || sdp.fragment;
  return level !== 'session';
}

function attributeSnippet(
  place: SdpCompletionPlace,
  { name, value, completion }: SdpAttributeKnowledge,
): string {
  const contextual = contextualSnippet(place, name);
  if (contextual !== null) return `${name}:${contextual}`;
  return completion?.insert ?? (value === 'value' ? `${name}:` : name);
}

function attributeRank(place: SdpCompletionPlace, attribute: SdpAttributeKnowledge, bypass: boolean): number {
  const { name, completion } = attribute;
  if (isPresent(place, name)) return 8;
  if (attribute.microsoft === true) return 7;
  if (completion === undefined) return 6;
  if (!bypass) return 5;
  if (completion.sortFirst !== true) return 5;
  // Missing and wanted; what may be repeated and is there already comes after what is not there at all.
  return linesOf(place, name).length === 0 && (place.media !== null || isSessionWanted(name)) ? 1 : 3;
}

function isSessionWanted(name: string): boolean {
  return wanted.session.some((each) => each === name);
}

function isPresent(place: SdpCompletionPlace, name: string): boolean {
  const names = directions.includes(name) ? directions : [name];
  return !repeatable.has(name) && names.some((each) => linesOf(place, each).length > 0);
}

/** The place of an attribute in the list of the wanted ones; behind them all others keep their order. */
function wantedPlace(name: string): number {
  const all: readonly string[] = [...wanted.session, ...wanted.media];
  const index = all.indexOf(name);
  return index === -1 ? all.length : index;
}
