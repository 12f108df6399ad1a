import type { Body } from '../../calls/call';
import { addressClass } from '../../network/address-classes';
import {
  carriesIce,
  defaultRtpDestination,
  direction,
  effectiveAttribute,
  isRejected,
  usedStreams,
  type Direction,
} from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { insertAtSectionEnd, replace } from '../edits';
import { allProfiles, defineRule, type Edit, type Fix } from '../rule';
import { readableCandidatesIn } from './candidates';
import { isPlaceholder, isZeroAddress, makeDefault, onlyRtpCandidate } from './default-destination';
import { isUdp } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-hold-zero-address',
  title: 'An ICE stream is put on hold with a zero address',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.1.1', 'RFC 5245 §9.1.1.1', 'RFC 3264 §8.4'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body: { sdp } }) =>
    usedStreams(sdp).some((media) => {
      const destination = defaultRtpDestination(sdp, media);
      return destination !== null && isZeroAddress(destination);
    }),
  check({ body, report }) {
    const said = new Set<number>();
    for (const media of usedStreams(body.sdp)) {
      const destination = defaultRtpDestination(body.sdp, media);
      if (destination === null || !isZeroAddress(destination) || isPlaceholder(body.sdp, destination))
        continue;
      // Without ICE a zero address is an old, but known, way to hold a call.
      if (!carriesIce(media) && effectiveAttribute(body.sdp, media, 'ice-ufrag') === null) continue;
      if (!hasRealAddress(media) && !hadRealAddress(body, media)) continue;
      if (said.has(destination.address.start)) continue;
      said.add(destination.address.start);
      const fix = holdByDirection(body, media);
      report({
        in: body,
        at: destination.address,
        message:
          `${destination.address.text} in c= means a restart of ICE, not hold. The sender must keep its address in c= ` +
          'and put the call on hold with a=sendonly or a=inactive.',
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

/** Whether the stream has an address, which `c=` hides. Old browsers wrote zero while they had none at all. */
function hasRealAddress(media: MediaSection): boolean {
  return readableCandidatesIn(media).some(
    (candidate) => isUdp(candidate) && addressClass(candidate.address.text) !== 'unspecified',
  );
}

function hadRealAddress({ previousAgreed }: Body, { index }: MediaSection): boolean {
  const before = previousAgreed?.sdp.media[index];
  if (previousAgreed === null || before === undefined || isRejected(before)) return false;
  const destination = defaultRtpDestination(previousAgreed.sdp, before);
  return destination !== null && !isZeroAddress(destination);
}

/** What a stream may still do that receives nothing. */
const withoutReceiving: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendonly',
  sendonly: 'sendonly',
  recvonly: 'inactive',
  inactive: 'inactive',
};

function holdByDirection(body: Body, media: MediaSection): Fix | null {
  const candidate = onlyRtpCandidate(media);
  const edits = candidate === null ? null : makeDefault(body, media, candidate);
  if (candidate === null || edits === null) return null;
  const is = direction(body.sdp, media);
  const wanted = withoutReceiving[is];
  const own = media.attributes.find(({ attribute }) => attribute.name.text === is);
  let change: Edit | null = null;
  if (wanted !== is) {
    change =
      own === undefined
        ? insertAtSectionEnd(body.content, media, `a=${wanted}`)
        : replace(own.attribute.name, wanted);
  }
  return {
    title: `Set c= to ${candidate.address.text} and hold with a=${wanted}`,
    edits: change === null ? edits : [...edits, change],
  };
}
