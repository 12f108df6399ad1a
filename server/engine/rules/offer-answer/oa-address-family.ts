import type { Body } from '../../calls/call';
import { addressClass, isIpv4, isLiteralAddress } from '../../network/address-classes';
import { candidatesOf, carriesIce, defaultRtpDestination, hasFlag } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams, isRepeated } from './streams';

type Family = 'IPv4' | 'IPv6';

export const rule = defineRule({
  id: 'oa-address-family',
  title: 'The answer names an address of another family than the offer',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'without ICE, where hosts may have addresses of both families' }],
  basis: 'interop',
  applies: 'either',
  source: ['RFC 5245 §5.7.1', 'RFC 6947'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, profile, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const was = familyOf(offer, offered);
      const is = familyOf(answer, answered);
      if (was === null || is === null || was === is || isRepeated(exchange, answer)) continue;
      if (hasFlag(offered, 'altc') || hasFlag(answered, 'altc')) continue;
      // An SBC that names IPv6 to Teams is told of by rules on its own description.
      if (profile !== 'rfc' && (was === 'IPv6' ? offer : answer).side === 'sbc') continue;
      const isIce = carriesIce(offered) && carriesIce(answered);
      if (isIce && haveCommonFamily(offered, answered)) continue;
      const destination = defaultRtpDestination(answer.sdp, answered);
      report({
        in: answer,
        at: destination?.address ?? answered.line,
        severity: isIce ? 'error' : 'warning',
        message: isIce
          ? `The offer has candidates of ${was} only, the answer of ${is} only: no pair can be formed, so ICE fails. The ` +
            `answerer must give an ${was} candidate.`
          : `The offer wants media at an ${was} address, the answer at an ${is} one. Unless both hosts have both, and ` +
            `send from both, one side hears nothing: the answerer should give an ${was} address.`,
        related: [{ in: offer, at: offered.line, message: `Offered with ${was}.` }],
      });
    }
  },
});

/** Of the default address; null where it is a name, or stands for none. */
function familyOf({ sdp }: Body, media: MediaSection): Family | null {
  const address = defaultRtpDestination(sdp, media)?.address.text;
  if (address === undefined || !isLiteralAddress(address) || addressClass(address) === 'unspecified')
    return null;
  return isIpv4(address) ? 'IPv4' : 'IPv6';
}

/** Names may lead to any address. */
function haveCommonFamily(offered: MediaSection, answered: MediaSection): boolean {
  const families = familiesOf(offered);
  const other = familiesOf(answered);
  return families === null || other === null || [...families].some((each) => other.has(each));
}

function familiesOf(media: MediaSection): ReadonlySet<Family> | null {
  const families = new Set<Family>();
  for (const { address } of candidatesOf(media)) {
    if (!isLiteralAddress(address.text)) return null;
    families.add(isIpv4(address.text) ? 'IPv4' : 'IPv6');
  }
  return families.size === 0 ? null : families;
}
