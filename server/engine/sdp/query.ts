/** Questions about a session description that many rules ask. The terms are those of RFC 8866 and RFC 3264. */
import { perObject } from '../basics/memo';
import { touches, type Token } from '../basics/span';
import { candidateOf, type Candidate } from './candidate';
import { cryptoOf, type Crypto } from './crypto';
import { rtcpOf } from './rtcp';
import type { AttributeLine, ConnectionLine, MediaSection, Sdp, SdpLine, Section } from './sdp';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** Where media, or RTCP, is sent by default: what a peer without ICE would use. */
export interface Destination {
  readonly addrType: Token;
  readonly address: Token;
  readonly port: number;
  /** The port as written; for RTCP on the next port, the m-line's port that it was counted from. */
  readonly portToken: Token;
}

export interface IceCredentials {
  readonly ufrag: AttributeLine;
  readonly pwd: AttributeLine;
}

/** The lines of an attribute in one section, in order. Names are compared as written. */
export function attributesOf(section: Section, name: string): readonly AttributeLine[] {
  return attributesByName(section).get(name) ?? [];
}

/** All lines of a type but `a`, in order, wherever they stand. */
export function linesOfType(sdp: Sdp, type: string): readonly SdpLine[] {
  return byType(sdp).get(type) ?? [];
}

/** The `v=` line behind the first, at which another description begins in the same text; null where there is none. */
export function anotherDescription(sdp: Sdp): SdpLine | null {
  return (
    linesOfType(sdp, 'v').find((line, place) => place > 0 && sdp.lines[line.index - 1]?.type !== 'v') ?? null
  );
}

/** The first line of an attribute in one section. */
export function attributeOf(section: Section, name: string): AttributeLine | null {
  return attributesByName(section).get(name)?.[0] ?? null;
}

/** Whether a section has an attribute, with or without a value. */
export function hasFlag(section: Section, name: string): boolean {
  return attributesByName(section).has(name);
}

/** The media section's attribute, else the session's. */
export function effectiveAttribute(sdp: Sdp, media: MediaSection, name: string): AttributeLine | null {
  return attributeOf(media, name) ?? attributeOf(sdp.session, name);
}

/** The media section's first `c=` line, else the session's. */
export function effectiveConnection(sdp: Sdp, media: MediaSection): ConnectionLine | null {
  return media.connections[0] ?? sdp.session.connections[0] ?? null;
}

/** Whether the stream is refused or switched off: port 0 (RFC 3264 §6). */
export function isRejected(media: MediaSection): boolean {
  return media.description.portNumber === 0;
}

/** The streams that are in use: a refused stream's attributes mean nothing (RFC 3264 §6). */
export const usedStreams: (sdp: Sdp) => readonly MediaSection[] = perObject((sdp) =>
  sdp.media.filter((media) => !isRejected(media)),
);

export function isAudio(media: MediaSection): boolean {
  return media.description.media.text.toLowerCase() === 'audio';
}

/** Whether the m-line's protocol carries RTP, such as `RTP/SAVP` or `UDP/TLS/RTP/SAVPF`. */
export function isRtp(media: MediaSection): boolean {
  return /(?:^|\/)RTP(?:\/|$)/i.test(media.description.proto.text);
}

/** Whether the m-line's protocol names secure RTP: SAVP or SAVPF, over any transport. */
export function isSecureProfile(media: MediaSection): boolean {
  return isRtp(media) && /(?:^|\/)SAVPF?$/i.test(media.description.proto.text);
}

/** The port that stands for "not known yet" in descriptions whose candidates come later (RFC 8839 §4.2.5). */
export const noPortYet = 9;

/** The effective `c=` address with the m-line's port; null where either cannot be read. */
export function defaultRtpDestination(sdp: Sdp, media: MediaSection): Destination | null {
  const connection = effectiveConnection(sdp, media)?.connection ?? null;
  const { port: portToken, portNumber: port } = media.description;
  if (connection === null || connection.netType.text.toUpperCase() !== 'IN' || Number.isNaN(port))
    return null;
  return { addrType: connection.addrType, address: connection.address, port, portToken };
}

/**
 * Where RTCP goes by default: what `a=rtcp` says (RFC 3605), with the effective `c=` address where it names
 * none; without `a=rtcp` the RTP destination where rtcp-mux was negotiated (RFC 5761), else the port after it.
 *
 * @param muxNegotiated whether offer and answer both have `a=rtcp-mux`
 */
export function defaultRtcpDestination(
  sdp: Sdp,
  media: MediaSection,
  muxNegotiated: boolean,
): Destination | null {
  const rtp = defaultRtpDestination(sdp, media);
  const line = attributeOf(media, 'rtcp');
  const rtcp = line === null ? null : rtcpOf(line);
  if (rtcp !== null && rtcp.portValue !== null) {
    const portToken = rtcp.port;
    const port = rtcp.portValue;
    if (rtcp.address !== null && rtcp.addrType !== null) {
      return { addrType: rtcp.addrType, address: rtcp.address, port, portToken };
    }
    return rtp === null ? null : { addrType: rtp.addrType, address: rtp.address, port, portToken };
  }
  if (rtp === null || muxNegotiated) return rtp;
  return { addrType: rtp.addrType, address: rtp.address, port: rtp.port + 1, portToken: rtp.portToken };
}

/** `b=RS:0` and `b=RR:0` together say that the stream has no RTCP (RFC 3556, RFC 8839 §4.2.2). */
export function usesNoRtcp({ lines }: Section): boolean {
  const says = (value: string): boolean =>
    lines.some((line) => line.type === 'b' && line.value.text.toUpperCase() === value);
  return says('RS:0') && says('RR:0');
}

/** The stream's direction: the media section's, else the session's, else sendrecv (RFC 8866 §6.7). */
export function direction(sdp: Sdp, media: MediaSection): Direction {
  return directionIn(media) ?? directionIn(sdp.session) ?? 'sendrecv';
}

/** The stream's effective ufrag and pwd lines; null where either is missing. */
export function iceCredentials(sdp: Sdp, media: MediaSection): IceCredentials | null {
  const ufrag = effectiveAttribute(sdp, media, 'ice-ufrag');
  const pwd = effectiveAttribute(sdp, media, 'ice-pwd');
  return ufrag === null || pwd === null ? null : { ufrag, pwd };
}

/** The section's `a=candidate` lines, read. */
export const candidatesOf: (section: Section) => readonly Candidate[] = perObject((section) =>
  attributesOf(section, 'candidate').map(candidateOf),
);

/** Candidates that are read between two slices. */
const candidatesPerSlice = 1000;

/** Reads the candidates of a description, of which there may be many: who asks for them later finds them read. */
export function* readCandidatesInSlices(sdp: Sdp): Generator<void> {
  for (const section of [sdp.session, ...sdp.media])
    for (const [place, line] of attributesOf(section, 'candidate').entries()) {
      if (place % candidatesPerSlice === candidatesPerSlice - 1) yield;
      candidateOf(line);
    }
}

/** The section's `a=crypto` lines, read. Microsoft's `a=cryptoscale` is asked for with its name. */
export function cryptosOf(section: Section, name: 'crypto' | 'cryptoscale' = 'crypto'): readonly Crypto[] {
  return attributesOf(section, name).map(cryptoOf);
}

/** Whether any section carries a ufrag or a candidate. */
export function hasIce(sdp: Sdp): boolean {
  return carriesIce(sdp.session) || sdp.media.some(carriesIce);
}

/** Whether one section carries a ufrag or a candidate itself. */
export function carriesIce(section: Section): boolean {
  return hasFlag(section, 'ice-ufrag') || hasFlag(section, 'candidate');
}

/** The section that an offset lies in; line ends belong to the section above. */
export function sectionAt(sdp: Sdp, offset: number): Section {
  const index = lastStartingAtOrBefore(sdp.media, offset);
  return sdp.media[index] ?? sdp.session;
}

/** The line that an offset touches; null between lines and outside. */
export function lineAt(sdp: Sdp, offset: number): SdpLine | null {
  const line = sdp.lines[lastStartingAtOrBefore(sdp.lines, offset)];
  return line !== undefined && touches(line, offset) ? line : null;
}

/** All directions that a line may say. */
export const directions: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

function directionIn(section: Section): Direction | null {
  let first: { readonly index: number; readonly name: Direction } | null = null;
  for (const name of directions) {
    const line = attributeOf(section, name);
    if (line !== null && (first === null || line.index < first.index)) first = { index: line.index, name };
  }
  return first?.name ?? null;
}

/** The attributes of a section by their names: rules ask for many names of the same section, so it is sorted once. */
export const attributesByName: (section: Section) => ReadonlyMap<string, readonly AttributeLine[]> =
  perObject((section) => {
    const index = new Map<string, AttributeLine[]>();
    for (const line of section.attributes) {
      const name = line.attribute.name.text;
      const lines = index.get(name);
      if (lines === undefined) index.set(name, [line]);
      else lines.push(line);
    }
    return index;
  });

const byType: (sdp: Sdp) => ReadonlyMap<string, readonly SdpLine[]> = perObject((sdp) => {
  const index = new Map<string, SdpLine[]>();
  for (const line of sdp.lines) {
    if (line.type === 'a') continue;
    const lines = index.get(line.type);
    if (lines === undefined) index.set(line.type, [line]);
    else lines.push(line);
  }
  return index;
});

/** The last item whose start is at or before an offset; -1 where all start behind it. */
function lastStartingAtOrBefore(items: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
