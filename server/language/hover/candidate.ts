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
  const [at, knowledge] = fieldAt(candidate, place.offset) ?? [
    line,
    findSdpAttribute(line.attribute.name.text),
  ];
  const sender = senderName(place);
  return {
    at,
    title: `**a=${line.attribute.name.text}** · ${type?.name ?? code(candidate.type.text)}, ${componentWords(place, candidate)}${sender === null ? '' : `, of ${sender}`}`,
    facts: [
      `${hostPort(candidate.address.text, candidate.port.text)}: ${addressWords(candidate.address.text)}${defaultWords(place, candidate)}`,
      transportFact(candidate),
      priorityFact(candidate),
      ...relatedFacts(candidate),
      ...candidate.extensions.map(extensionFact),
      pathFact(place, candidate),
    ],
    knowledge,
  };
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

function fieldAt(candidate: Candidate, offset: number): readonly [Span, Explained] | null {
  const type = findCandidateType(candidate.type.text);
  if (type !== null && touches(candidate.type, offset)) return [candidate.type, type];
  const transport = findCandidateTransport(candidate.transport.text);
  if (transport !== null && touches(candidate.transport, offset)) return [candidate.transport, transport];
  const fields: readonly (readonly [string, Span | null])[] = [
    ['foundation', candidate.foundation],
    ['component', candidate.component],
    ['priority', candidate.priority],
    ['address', candidate.address],
    ['port', candidate.port],
    ['raddr', candidate.raddr],
    ['rport', candidate.rport],
    ...candidate.extensions.map((extension) => [extension.name.text, extension] as const),
  ];
  for (const [name, span] of fields) {
    if (span === null || span.end === span.start || !touches(span, offset)) continue;
    const known = findCandidateField(name);
    return known === null ? null : [span, known];
  }
  return null;
}
