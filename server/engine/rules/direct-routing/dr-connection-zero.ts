import { isMicrosoftHop } from '../../calls/microsoft-hop';
import { addressClass } from '../../network/address-classes';
import { carriesIce, defaultRtpDestination, effectiveAttribute, usedStreams } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import type { Token } from '../../basics/span';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'dr-connection-zero',
  title: 'The SBC writes a zero address to Microsoft',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing protocols, "Deviations" (RFC 6337 §5.4)', 'RFC 3264 §8.4'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'body',
  sees: ({ body: { sdp } }) => usedStreams(sdp).some((media) => zeroAddress(sdp, media) !== null),
  check({ call, body, facts, report }) {
    const { sdp } = body;
    const said = new Set<number>();
    for (const media of usedStreams(sdp)) {
      const address = zeroAddress(sdp, media);
      if (address === null || said.has(address.start)) continue;
      // With ICE it is ice-hold-zero-address that speaks.
      if (carriesIce(media) || effectiveAttribute(sdp, media, 'ice-ufrag') !== null) continue;
      if (!isMicrosoftHop(call, facts.network)) return;
      said.add(address.start);
      report({
        in: body,
        at: address,
        message:
          `The SBC writes ${address.text} in c=. Microsoft's proxy does not support that, as a hold or otherwise, and refuses ` +
          'the description or loses the media. The SBC must keep its address and hold with a=inactive.',
      });
    }
  },
});

function zeroAddress(sdp: Sdp, media: MediaSection): Token | null {
  const address = defaultRtpDestination(sdp, media)?.address;
  return address !== undefined && addressClass(address.text) === 'unspecified' ? address : null;
}
