import { isListed } from '../../network/prefix';
import { mediaAddresses } from '../ice/sbc-addresses';
import { saysLite } from '../ice/lite';
import { bypassProfile, defineRule } from '../rule';

export const rule = defineRule({
  id: 'call-hairpin',
  title: 'The call comes back to the SBC: both ends of its media are the SBC',
  severity: 'info',
  basis: 'teams',
  applies: 'either',
  source: ['Microsoft Teams call flows'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, facts, report }) {
    if (offer.initial === false || !saysLite(offer.sdp) || !saysLite(answer.sdp)) return;
    const [sbc, teams] = offer.side === 'sbc' ? [offer, answer] : [answer, offer];
    if (sbc.side !== 'sbc' || teams.side !== 'teams') return;
    const own = new Set(mediaAddresses(sbc).map(({ address }) => address));
    const back = mediaAddresses(teams).find(
      ({ address, inCandidate }) =>
        inCandidate && (own.has(address) || isListed(address, facts.network.sbcPublic)),
    );
    if (back === undefined) return;
    report({
      in: teams,
      at: back.places[0],
      message:
        `What comes from Microsoft is ICE Lite, too, and names ${back.address}, an address of the SBC: a call from the ` +
        'telephone network that Teams forwards back to it. Both ends of the media are the SBC, which checks nothing: it must ' +
        'connect the two legs itself.',
    });
  },
});
