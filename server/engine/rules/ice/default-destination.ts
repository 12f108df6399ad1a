/** The default destination of an ICE stream, and the edits that make it the stream's candidate. */
import { perObject } from '../../basics/memo';
import type { Described } from '../../calls/call';
import { addressClass, isIpv4, sameAddress } from '../../network/address-classes';
import type { Candidate } from '../../sdp/candidate';
import {
  attributeOf,
  candidatesOf,
  defaultRtpDestination,
  effectiveConnection,
  isRejected,
  noPortYet,
  type Destination,
} from '../../sdp/query';
import { rtcpOf } from '../../sdp/rtcp';
import type { ConnectionLine, MediaSection, Sdp } from '../../sdp/sdp';
import { replace } from '../edits';
import type { Edit } from '../rule';
import { announcesTrickle } from './ice-options';
import { isReadable, isUdp } from './readable-candidates';

/** Whether an address is 0.0.0.0 or `::`. */
export function isZeroAddress({ address }: Destination): boolean {
  return addressClass(address.text) === 'unspecified';
}

/**
 * Whether a destination stands for none: 0.0.0.0 or `::` with port 9, as candidates follow later or come from
 * checks only (RFC 8839 §4.2.5). Some that trickle write port 9 beside their address.
 */
export function isPlaceholder(sdp: Sdp, destination: Destination): boolean {
  return destination.port === noPortYet && (isZeroAddress(destination) || announcesTrickle(sdp));
}

/** The one candidate that can be the default; null where there is none or a choice. */
export function onlyRtpCandidate(media: MediaSection): Candidate | null {
  const [first, ...rest] = candidatesOf(media).filter(
    (candidate) => isReadable(candidate) && candidate.componentValue === 1 && isUdp(candidate),
  );
  return first === undefined || rest.length > 0 ? null : first;
}

/**
 * Edits that put a candidate into the `c=` and m-line of its section, and into its `a=rtcp` where that repeated
 * the old values. Null where the `c=` line serves other streams that would then be wrong.
 */
export function makeDefault(
  body: Described,
  media: MediaSection,
  candidate: Candidate,
): readonly Edit[] | null {
  const connection = effectiveConnection(body.sdp, media);
  const was = defaultRtpDestination(body.sdp, media);
  if (connection === null || was === null || !allStreamsAgree(body, connection, candidate)) return null;
  const { address, port } = candidate;
  // Another address family is no slip of the pen.
  if (isIpv4(address.text) !== isIpv4(was.address.text)) return null;
  const edits: Edit[] = [];
  const otherAddress = !sameAddress(was.address.text, address.text);
  const otherPort = was.port !== candidate.portValue;
  if (otherAddress) edits.push(replace(was.address, address.text));
  if (otherPort) edits.push(replace(media.description.port, port.text));
  const rtcpLine = attributeOf(media, 'rtcp');
  if (rtcpLine === null) return edits;
  const rtcp = rtcpOf(rtcpLine);
  if (otherPort && rtcp.portValue === was.port) edits.push(replace(rtcp.port, port.text));
  if (otherAddress && rtcp.address !== null && sameAddress(rtcp.address.text, was.address.text)) {
    edits.push(replace(rtcp.address, address.text));
  }
  return edits;
}

/** Whether every live stream that a `c=` line serves has its only candidate at the same address. */
function allStreamsAgree({ sdp }: Described, connection: ConnectionLine, candidate: Candidate): boolean {
  const common = commonAddress(connection, sdp);
  return common !== null && sameAddress(common, candidate.address.text);
}

/** The address at which all live streams that a `c=` line serves have their only candidate; null where there is none. */
const commonAddress = perObject((connection: ConnectionLine, sdp: Sdp): string | null => {
  let common: string | null = null;
  for (const media of sdp.media) {
    if (isRejected(media) || effectiveConnection(sdp, media) !== connection) continue;
    const address = onlyRtpCandidate(media)?.address.text;
    if (address === undefined) return null;
    common ??= address;
    if (!sameAddress(common, address)) return null;
  }
  return common;
});
