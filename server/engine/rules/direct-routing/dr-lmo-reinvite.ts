import { SECOND } from '../../basics/durations';
import { isPrivate } from '../../network/address-classes';
import { candidatesOf, defaultRtpDestination, usedStreams } from '../../sdp/query';
import type { Body } from '../../calls/call';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { isSip } from '../../traces/message';
import { defineRule, teamsProfiles } from '../rule';

/** Within this time media fails, and who listens hangs up. */
const WAIT = 5 * SECOND;

export const rule = defineRule({
  id: 'dr-lmo-reinvite',
  title: 'The user is external, and the SBC stays with its internal candidate',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Configure Local Media Optimization for Direct Routing, "Inbound calls and the user is external with Always Bypass"',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  check({ call, signalling, report }) {
    if (call.sides.caller !== 'sbc') return;
    const answered = call.messages.find(({ side, message, retransmissionOf }) => {
      if (side !== 'teams' || retransmissionOf !== null || !isSip(message)) return false;
      const { status, method } = factsOf(message.parsed);
      return method === 'INVITE' && status !== null && status >= 200 && status < 300;
    });
    if (answered === undefined || !isSip(answered.message)) return;
    const { message: accepted } = answered;
    const located = call.messages.find(
      ({ side, message }) =>
        side === 'teams' &&
        isSip(message) &&
        message.index <= accepted.index &&
        headerOf(message.parsed, 'x-ms-userlocation')?.value.text.toLowerCase() === 'external',
    );
    if (located === undefined || !isSip(located.message)) return;
    const location = headerOf(located.message.parsed, 'x-ms-userlocation');
    const offer = call.bodies.find(({ side, role }) => side === 'sbc' && role === 'offer');
    if (location === undefined || offer === undefined || offer.isCut || !isInternal(offer)) return;
    if (!signalling.wouldShow('receiver', accepted, WAIT)) return;
    for (const { message } of call.messages) {
      if (!isSip(message) || message.index <= accepted.index) continue;
      const { status, method } = factsOf(message.parsed);
      if (status !== null) continue;
      // A call that ended before need not be moved.
      if (method === 'BYE' && (signalling.elapsed(accepted, message) ?? 0) < WAIT) return;
      if (method === 'INVITE' || method === 'UPDATE') return;
    }
    report({
      in: located,
      at: location,
      message:
        'The user is external, but the SBC offered an internal address and sends no re-INVITE with its external one: there is ' +
        'no audio. The SBC must send it as soon as the call is accepted.',
      related: [{ in: offer, at: offer.sdp.media[0]?.line ?? offer.sdp, message: 'The offer.' }],
    });
  },
});

/** Whether an offer leads to private addresses alone. */
function isInternal({ sdp }: Body): boolean {
  const streams = usedStreams(sdp);
  const addresses = streams.flatMap((media) => {
    const candidates = candidatesOf(media).map(({ address }) => address.text);
    const destination = defaultRtpDestination(sdp, media);
    return candidates.length > 0 || destination === null ? candidates : [destination.address.text];
  });
  return addresses.length > 0 && addresses.every(isPrivate);
}
