import type { Described } from '../../calls/call';
import { isLiteralAddress, sameAddress } from '../../network/address-classes';
import type { Candidate } from '../../sdp/candidate';
import { defaultRtpDestination, isRejected, type Destination } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import type { Token } from '../../basics/span';
import { allProfiles, defineRule, type DescriptionSubject, type Fix } from '../rule';
import { isPlaceholder, isZeroAddress, makeDefault, onlyRtpCandidate } from './default-destination';
import { isAt, isDeadPort, isUdp, readableCandidates } from './readable-candidates';
import { writtenAddressDefect } from './sbc-addresses';

export const rule = defineRule({
  id: 'ice-default-mismatch',
  title: 'The address in c= and the m-line is none of the candidates',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5245 §4.3, §5.1', 'RFC 8839 §4.2.5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check(subject) {
    const { body, report } = subject;
    const said = new Set<number>();
    for (const media of body.sdp.media) {
      const found = mismatchOf(subject, media);
      // Streams that share a c= line share its defect.
      if (found === null || said.has(found.at.start)) continue;
      said.add(found.at.start);
      const { destination, candidates, at } = found;
      const fix = body.side === 'sbc' ? alignment(body, media) : null;
      report({
        in: body,
        at,
        message:
          `Media would go to ${destination.address.text} port ${destination.port}, which no candidate of ` +
          `this stream names (${listed(candidates)}). A device on the way, or the sender's NAT setting, has changed ` +
          'one and not the other; c= and the m-line must repeat one of the candidates.',
        related: candidates.slice(0, 3).map((candidate) => ({
          in: body,
          at: candidate.line,
          message: 'a candidate of the stream',
        })),
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

interface Mismatch {
  readonly destination: Destination;
  readonly candidates: readonly Candidate[];
  readonly at: Token;
}

function mismatchOf(subject: DescriptionSubject, media: MediaSection): Mismatch | null {
  const { body } = subject;
  // The candidate that the default is may stand in what was cut off.
  if (media === body.sdp.media.at(-1) && body.isCut) return null;
  if (isRejected(media) || media.description.proto.text.toUpperCase().startsWith('TCP')) return null;
  const destination = defaultRtpDestination(body.sdp, media);
  if (
    destination === null ||
    !isLiteralAddress(destination.address.text) ||
    isPlaceholder(body.sdp, destination)
  )
    return null;
  // Hold with a zero address has a rule of its own: ice-hold-zero-address.
  if (isZeroAddress(destination)) return null;
  const candidates = readableCandidates(media)?.filter(({ componentValue }) => componentValue === 1);
  if (candidates === undefined || !candidates.some(isUdp)) return null;
  if (candidates.some((candidate) => isAt(candidate, destination.address.text, destination.port)))
    return null;
  // Names instead of addresses, such as a browser's .local ones, cannot be compared.
  if (candidates.some(({ address }) => !isLiteralAddress(address.text))) return null;
  // The candidate is what is wrong then, and a rule of its own says so.
  if (body.side === 'sbc' && candidates.some(isDeadPort)) return null;
  if (candidates.some(({ address }) => writtenAddressDefect(subject, address.text) !== null)) return null;
  const addressFits = candidates.some(({ address }) => sameAddress(address.text, destination.address.text));
  return { destination, candidates, at: addressFits ? destination.portToken : destination.address };
}

function alignment(body: Described, media: MediaSection): Fix | null {
  const candidate = onlyRtpCandidate(media);
  const edits = candidate === null ? null : makeDefault(body, media, candidate);
  return candidate === null || edits === null
    ? null
    : {
        title: `Set c= and the m-line to the candidate, ${candidate.address.text}:${candidate.port.text}`,
        edits,
      };
}

function listed(candidates: readonly Candidate[]): string {
  const names = candidates.slice(0, 3).map(({ address, port }) => `${address.text} port ${port.text}`);
  const more = candidates.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
