/** Hover of `a=candidate`: what it is, what its priority is made of, what it says of the media's path. */
import { splitPriority } from '../../engine/ice/priority';
import { addressClass, sameAddress } from '../../engine/network/address-classes';
import { candidateOf, type Candidate } from '../../engine/sdp/candidate';
import {
  defaultRtcpDestination,
  defaultRtpDestination,
  effectiveConnection,
  hasFlag,
} from '../../engine/sdp/query';
import type { AttributeLine } from '../../engine/sdp/sdp';
import { touches, type Span, type Token } from '../../engine/basics/span';
import { findCandidateField, findCandidateTransport, findCandidateType } from '../knowledge/ice';
import { findSdpAttribute } from '../knowledge/sdp-attributes';
import type { Explained } from '../knowledge/types';
import { code } from '../markdown';
import { addressWords, hostPort } from './addresses';
import type { Explanation } from './explanation';
import { senderName, type SdpPlace } from './sdp-place';

export function candidateExplanation(place: SdpPlace, line: AttributeLine): Explanation {
  const candidate = candidateOf(line);
  const type = findCandidateType(candidate.type.text);
  const sender = senderName(place);
  const whose = `${type?.name ?? code(candidate.type.text)}, ${componentWords(place, candidate)}${sender === null ? '' : `, of ${sender}`}`;
  const part = partAt(place, candidate);
  return {
    at: part?.at ?? line,
    title:
      part === null
        ? `**a=${line.attribute.name.text}** · ${whose}`
        : `**${part.name}** ${code(part.text)} · of a candidate: ${whose}`,
    facts: part?.facts ?? [
      addressFact(place, candidate),
      transportFact(candidate),
      priorityFact(candidate),
      ...relatedFacts(candidate),
      ...candidate.extensions.map(extensionFact),
      pathFact(place, candidate),
    ],
    knowledge: part?.knowledge ?? findSdpAttribute(line.attribute.name.text),
  };
}

function addressFact(place: SdpPlace, candidate: Candidate): string {
  const { address, port } = candidate;
  return `${hostPort(address.text, port.text)}: ${addressWords(address.text)}${defaultWords(place, candidate)}`;
}

function componentWords({ media }: SdpPlace, { componentValue, component }: Candidate): string {
  if (componentValue === 1)
    return media !== null && hasFlag(media, 'rtcp-mux') ? 'component 1 (RTP and RTCP)' : 'component 1 (RTP)';
  return componentValue === 2 ? 'component 2 (RTCP)' : `component ${code(component.text)}`;
}

/** Whether the candidate is the one that a peer without ICE would use: the address of c= and m=. */
function defaultWords({ sdp, media }: SdpPlace, candidate: Candidate): string {
  if (media === null || candidate.transport.text.toLowerCase() !== 'udp') return '';
  if (effectiveConnection(sdp, media) === null) return '';
  const destination =
    candidate.componentValue === 2
      ? defaultRtcpDestination(sdp, media, false)
      : defaultRtpDestination(sdp, media);
  if (destination === null || destination.port === 0) return '';
  const same =
    sameAddress(destination.address.text, candidate.address.text) && destination.port === candidate.portValue;
  return same
    ? ', the same as c= and m='
    : `; c= and m= say ${hostPort(destination.address.text, destination.port)}`;
}

function transportFact({ transport }: Candidate): string {
  const known = findCandidateTransport(transport.text);
  return known === null
    ? `transport ${code(transport.text)}: not one that ICE defines`
    : `${code(transport.text)}: ${known.summary}`;
}

function priorityFact({ priority, priorityValue }: Candidate): string {
  const parts = priorityValue === null ? null : splitPriority(priorityValue);
  if (parts === null) return `priority ${code(priority.text)}: no number that a priority can have`;
  const likely =
    parts.likelyType === null ? 'not one of the recommended values' : `recommended for ${parts.likelyType}`;
  return `priority ${code(priority.text)}: type preference ${parts.typePreference} (${likely}), local preference ${parts.localPreference}, component ${parts.componentId}`;
}

function relatedFacts({ raddr, rport }: Candidate): readonly string[] {
  if (raddr === null && rport === null) return [];
  if (raddr === null || rport === null) return ['`raddr` and `rport` go together, and one is missing'];
  return [`made from ${hostPort(raddr.text, rport.text)}, ${addressWords(raddr.text)}`];
}

function extensionFact({ name, value }: { readonly name: Token; readonly value: Token }): string {
  const known = findCandidateField(name.text);
  return `${code(`${name.text} ${value.text}`)}: ${known?.summary ?? 'an extension; who does not know it ignores it'}`;
}

/** What winning with this candidate would say of the media's way. */
function pathFact({ body }: SdpPlace, { type, address }: Candidate): string {
  const known = findCandidateType(type.text);
  if (known === null) return `path: ${code(type.text)} is no type that ICE defines`;
  if (known.type !== 'host') {
    return body?.side === 'sbc'
      ? 'path: an ICE Lite SBC may offer host candidates only'
      : `path: ${known.path}`;
  }
  const isPrivate = ['private', 'shared', 'link-local'].includes(addressClass(address.text) ?? '');
  if (!isPrivate) return 'path: media comes straight to this address, without NAT or relay';
  if (body?.side === 'sbc')
    return 'path: only clients that can reach this private network get media from the SBC here';
  return `path: ${known.path}`;
}

interface Part {
  readonly at: Span;
  readonly name: string;
  readonly text: string;
  readonly facts: readonly string[];
  readonly knowledge: Explained;
}

/** The part of the candidate under the caret; null where no part is known. */
function partAt(place: SdpPlace, candidate: Candidate): Part | null {
  const { type, transport, raddr, rport } = candidate;
  const related = relatedFacts(candidate);
  const parts: readonly (readonly [string, Token | null, readonly string[], (Explained | null)?])[] = [
    ['foundation', candidate.foundation, []],
    ['component', candidate.component, []],
    ['transport', transport, [], findCandidateTransport(transport.text)],
    ['priority', candidate.priority, [priorityFact(candidate)]],
    ['address', candidate.address, [addressFact(place, candidate)]],
    ['port', candidate.port, [addressFact(place, candidate)]],
    ['typ', type, [pathFact(place, candidate)], findCandidateType(type.text)],
    ['raddr', raddr, related],
    ['rport', rport, related],
  ];
  for (const [name, token, facts, own] of parts) {
    if (token === null || token.text === '' || !touches(token, place.offset)) continue;
    const knowledge = own ?? findCandidateField(name);
    return knowledge === null ? null : { at: token, name, text: token.text, facts, knowledge };
  }
  const extension = candidate.extensions.find((each) => touches(each, place.offset));
  const knowledge = extension === undefined ? null : findCandidateField(extension.name.text);
  if (extension === undefined || knowledge === null) return null;
  return { at: extension, name: extension.name.text, text: extension.value.text, facts: [], knowledge };
}
