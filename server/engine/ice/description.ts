/** The ICE view of a session description: one entry a stream, candidates as numbers and addresses. */
import type { Body } from '../calls/call';
import { cutLineOf } from '../calls/cut-off';
import { perObject } from '../basics/memo';
import { candidateOf } from '../sdp/candidate';
import { isBundledIntoAnother } from '../sdp/mids';
import {
  attributesOf,
  defaultRtpDestination,
  direction,
  effectiveAttribute,
  hasFlag,
  isRejected,
  isRtp,
  type Direction,
} from '../sdp/query';
import { remoteCandidatesIn } from '../sdp/remote-candidates';
import type { AttributeLine, MediaSection, Sdp } from '../sdp/sdp';
import { plainSpan, type Span } from '../basics/span';
import type { Address, End, PairType } from '../../../shared/ice';

export interface IceCandidate extends Address {
  readonly component: number;
  readonly type: PairType;
  readonly priority: number;
  readonly foundation: string;
  /** `raddr` and `rport`. */
  readonly related: Address | null;
  readonly line: Span;
}

/** What a description says of one stream that is in use. It keeps no tree alive, as calls are built of descriptions by the thousand. */
export interface IceDescription {
  readonly body: Body;
  /** Index of the m-line. */
  readonly stream: number;
  readonly media: string;
  readonly mediaLine: Span;
  readonly ufrag: string | null;
  readonly pwd: string | null;
  readonly ufragAt: Span | null;
  readonly pwdAt: Span | null;
  readonly lite: boolean;
  readonly mux: boolean;
  readonly direction: Direction;
  /** UDP only: TCP candidates of Teams take no part. */
  readonly candidates: readonly IceCandidate[];
  readonly defaultAddress: Address | null;
  /** `a=remote-candidates` by component. */
  readonly remoteCandidates: readonly (Address & { readonly component: number; readonly at: Span })[];
}

/** Whether a stream's description speaks ICE: it has credentials or a candidate. */
export function speaksIce({ ufrag, pwd, candidates }: IceDescription): boolean {
  return (ufrag !== null && pwd !== null) || candidates.length > 0;
}

/** Whether the trace lost the end of what one of the ends said: more candidates may have stood there, or other attributes. */
export function isAnyCut(descriptions: Readonly<Record<End, IceDescription | null>>): boolean {
  return descriptions.sbc?.body.isCut === true || descriptions.teams?.body.isCut === true;
}

/** The streams of a body that are in use and have a transport of their own. */
export const describeStreams: (body: Body) => readonly IceDescription[] = perObject((body) =>
  streamsIn(body.sdp, body).map((said) => ({ ...said, body })),
);

/** A call is built anew whenever one of its messages changes; what the others describe stays as it is. */
const streamsIn = perObject((sdp: Sdp, body: Body): readonly SaidOfStream[] =>
  sdp.media.flatMap((media, stream) =>
    isRejected(media) || !isRtp(media) || isBundledIntoAnother(sdp, media)
      ? []
      : [describe(body, sdp, media, stream)],
  ),
);

/** Without a body, whose place it has all the same: to copy an object is quick where nothing is added to it. */
type SaidOfStream = Omit<IceDescription, 'body'> & { readonly body: null };

function describe(body: Body, sdp: Sdp, media: MediaSection, stream: number): SaidOfStream {
  // The line that a cut body stops within may say less than was sent.
  const cut = cutLineOf(body)?.index;
  const whole = (line: AttributeLine | null): AttributeLine | null =>
    line === null || line.index === cut ? null : line;
  const ufragLine = whole(effectiveAttribute(sdp, media, 'ice-ufrag'));
  const pwdLine = whole(effectiveAttribute(sdp, media, 'ice-pwd'));
  const destination = defaultRtpDestination(sdp, media);
  return {
    body: null,
    stream,
    media: media.description.media.text.toLowerCase(),
    mediaLine: plainSpan(media.line),
    ufrag: valueOf(ufragLine),
    pwd: valueOf(pwdLine),
    ufragAt: placeOfValue(ufragLine),
    pwdAt: placeOfValue(pwdLine),
    lite: hasFlag(sdp.session, 'ice-lite'),
    mux: hasFlag(media, 'rtcp-mux'),
    direction: direction(sdp, media),
    candidates: attributesOf(media, 'candidate').flatMap((line) => {
      const candidate = line.index === cut ? null : readCandidate(line);
      return candidate === null ? [] : [candidate];
    }),
    defaultAddress:
      destination === null ? null : { address: normal(destination.address.text), port: destination.port },
    remoteCandidates: remoteCandidatesIn(media).flatMap(
      ({ componentValue: component, address, portValue: port, start, end }) =>
        component === null || port === null
          ? []
          : [{ component, address: normal(address.text), port, at: { start, end } }],
    ),
  };
}

function valueOf(line: AttributeLine | null): string | null {
  const text = line?.attribute.value?.text.trim() ?? '';
  return text === '' ? null : text;
}

function placeOfValue(line: AttributeLine | null): Span | null {
  return line === null ? null : plainSpan(line.attribute.value ?? line);
}

function readCandidate(line: AttributeLine): IceCandidate | null {
  const {
    foundation,
    componentValue,
    transport,
    priorityValue,
    address,
    portValue,
    type,
    raddr,
    rportValue,
  } = candidateOf(line);
  if (componentValue === null || priorityValue === null || portValue === null) return null;
  if (transport.text.toUpperCase() !== 'UDP' || priorityValue > 0xffffffff || portValue > 0xffff) return null;
  return {
    component: componentValue,
    type: typeOf(type.text),
    priority: priorityValue,
    foundation: foundation.text,
    address: normal(address.text),
    port: portValue,
    related: raddr === null || rportValue === null ? null : { address: normal(raddr.text), port: rportValue },
    line: plainSpan(line),
  };
}

function typeOf(text: string): PairType {
  switch (text.toLowerCase()) {
    case 'host':
      return 'host';
    case 'srflx':
      return 'srflx';
    case 'prflx':
      return 'prflx';
    case 'relay':
      return 'relay';
    default:
      return 'unknown';
  }
}

function normal(address: string): string {
  return address.toLowerCase();
}
