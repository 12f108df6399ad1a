import { attributeOf, carriesIce, effectiveAttribute, hasFlag, hasIce, isRtp } from '../../sdp/query';
import { isIceBody, lostIceOnHold } from '../ice/lite';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams, isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-ice-dropped',
  title: 'ICE was offered and the answer has none',
  severity: 'info',
  otherwise: [
    { severity: 'warning', when: 'where Teams answers an SBC so: the call does not bypass Microsoft' },
  ],
  basis: 'should',
  applies: 'either',
  source: ['RFC 8839 §4.3.3', 'RFC 8839 §4.2.5'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, exchange, profile, report }) {
    if (answer.sdp.fragment || !hasIce(offer.sdp) || isIceBody(answer.sdp)) return;
    // ice-lite-missing judges the SBC's.
    if (profile !== 'rfc' && answer.side !== 'teams') return;
    if (isRepeated(exchange, answer)) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      if (!isRtp(answered) || !(carriesIce(offered) || effectiveAttribute(offer.sdp, offered, 'ice-ufrag')))
        continue;
      // ice-mismatch-present and ice-hold-without-ice say why.
      if (hasFlag(answered, 'ice-mismatch') || lostIceOnHold(answer, answered)) continue;
      report({
        in: answer,
        at: answered.line,
        severity: profile === 'rfc' ? 'info' : 'warning',
        message:
          profile === 'rfc'
            ? 'The offer speaks ICE, the answer does not: no checks run, and media goes to the addresses of c= and the ' +
              'm-lines. That is allowed; behind a NAT nothing may come.'
            : 'The SBC offers ICE and Teams answers without: this call does not bypass Microsoft. If it should, look at ' +
              'media bypass of the trunk and of the user in Teams.',
        related: [
          {
            in: offer,
            at: attributeOf(offered, 'ice-ufrag') ?? offered.line,
            message: 'ICE was offered here.',
          },
        ],
      });
      return;
    }
  },
});
