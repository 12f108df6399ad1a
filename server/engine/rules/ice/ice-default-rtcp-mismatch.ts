import type { Body, Described } from '../../calls/call';
import type { Profile } from '../../../../shared/calls';
import type { Candidate } from '../../sdp/candidate';
import { isLiteralAddress } from '../../network/address-classes';
import { candidatePriority, splitPriority } from '../../ice/priority';
import {
  attributeOf,
  defaultRtcpDestination,
  defaultRtpDestination,
  hasFlag,
  isRtp,
  usedStreams,
  usesNoRtcp,
  type Destination,
} from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { insertAfter } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { hasMisspelt } from '../sdp/misspelling';
import { typeOf } from './candidates';
import { isPlaceholder, isZeroAddress, onlyRtpCandidate } from './default-destination';
import { offeredStream, offerFor } from '../offered';
import { isAt, isUdp, readableCandidates } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-default-rtcp-mismatch',
  title: 'The default address of RTCP is none of the candidates',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where no a=rtcp and no candidate of component 2 says that RTCP is used' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 5245 §4.1.1.1, §5.1', 'RFC 8839 §4.2.2, §4.2.5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body }) => unnamedIn(body).length > 0,
  check({ body, call, profile, report }) {
    for (const { media, destination, forRtcp } of unnamedIn(body)) {
      const { address, port, portToken } = destination;
      const named = attributeOf(media, 'rtcp') !== null;
      const told = named || forRtcp.length > 0;
      const offer = offerFor(call, body);
      if (offer !== null && offer.isCut) continue;
      if (!told && isAboutMux(body, profile, offeredStream(offer, media))) continue;
      const fix = forRtcp.length === 0 ? rtcpCandidate(body, media, destination) : null;
      report({
        in: body,
        at: named ? portToken : media.line,
        // Some agents send no RTCP and do not say so.
        ...(told ? {} : { severity: 'warning' }),
        message:
          `RTCP would go to ${address.text} port ${port}` +
          `${named ? '' : ', the port after that of RTP'}, but no candidate of component 2 names that address. ` +
          'The sender must add that candidate, or put RTCP on the port of RTP with a=rtcp-mux.',
        related: forRtcp.slice(0, 1).map((candidate) => ({
          in: body,
          at: candidate.line,
          message: 'a candidate for RTCP',
        })),
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

interface Unnamed {
  readonly media: MediaSection;
  readonly destination: Destination;
  /** The candidates of component 2. */
  readonly forRtcp: readonly Candidate[];
}

/** The streams whose default address of RTCP is none of the candidates. */
function unnamedIn(body: Described): readonly Unnamed[] {
  if (body.sdp.fragment || body.isCut) return [];
  return usedStreams(body.sdp).flatMap((media) => {
    const destination = separateRtcp(body, media);
    const candidates = destination === null ? null : readableCandidates(media);
    if (destination === null || candidates === null || !isDefaultForRtp(body, media, candidates)) return [];
    const forRtcp = candidates.filter(({ componentValue }) => componentValue === 2);
    const { address, port } = destination;
    return forRtcp.some((candidate) => isAt(candidate, address.text, port))
      ? []
      : [{ media, destination, forRtcp }];
  });
}

/** Where RTCP goes when it has a port of its own; null where it has none. */
function separateRtcp({ sdp }: Described, media: MediaSection): Destination | null {
  // With a=rtcp-mux a component-2 port in a=rtcp is the fallback of an offer, as Teams writes it: nothing is wrong.
  if (!isRtp(media) || hasFlag(media, 'rtcp-mux') || usesNoRtcp(media)) return null;
  // Written at the wrong level or with a slip: rules of their own speak of that.
  if (hasFlag(sdp.session, 'rtcp-mux') || hasMisspelt(media, 'rtcp-mux')) return null;
  const destination = defaultRtcpDestination(sdp, media, false);
  if (destination === null || !isLiteralAddress(destination.address.text)) return null;
  // On the port of RTP it is a matter of rtcp-mux: sdp-rtcp-port-equals-rtp.
  if (destination.port === media.description.portNumber) return null;
  return isPlaceholder(sdp, destination) || isZeroAddress(destination) ? null : destination;
}

/** Whether RTP is in order: where it is not, ice-default-mismatch or another rule says so, and once is enough. */
function isDefaultForRtp({ sdp }: Described, media: MediaSection, candidates: readonly Candidate[]): boolean {
  const rtp = defaultRtpDestination(sdp, media);
  return (
    rtp !== null &&
    candidates.some(
      (each) => each.componentValue === 1 && isUdp(each) && isAt(each, rtp.address.text, rtp.port),
    )
  );
}

/** Whether a missing a=rtcp-mux is the defect: sdp-rtcp-mux-missing and oa-rtcp-mux-dropped speak of that. */
function isAboutMux({ side, role }: Body, profile: Profile, offered: MediaSection | null): boolean {
  if (offered !== null) return hasFlag(offered, 'rtcp-mux');
  return profile === 'teams-bypass' && side === 'sbc' && role === 'offer';
}

function rtcpCandidate({ content }: Body, media: MediaSection, destination: Destination): Fix | null {
  const rtp = onlyRtpCandidate(media);
  if (rtp === null || rtp.priorityValue === null || typeOf(rtp) !== 'host' || destination.port > 65535)
    return null;
  const parts = splitPriority(rtp.priorityValue);
  if (parts === null) return null;
  const priority = candidatePriority(parts.typePreference, parts.localPreference, 2);
  const { foundation, transport, line } = rtp;
  const text =
    `a=candidate:${foundation.text} 2 ${transport.text} ${priority} ` +
    `${destination.address.text} ${destination.port} typ host`;
  return {
    title: `Add a candidate for RTCP on port ${destination.port}`,
    edits: [insertAfter(content, line, text)],
  };
}
