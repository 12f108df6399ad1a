import { attributeOf, attributesOf, effectiveAttribute, isSecureProfile } from '../../sdp/query';
import { isToBeRefused } from '../offered';
import { hasMisspelt } from '../sdp/misspelling';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-crypto-missing',
  title: 'The answer accepts a stream that was offered with keys, but gives no key',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §5.1.2', 'RFC 4568 §5.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, profile, report }) {
    if (answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const key = attributeOf(offered, 'crypto');
      if (key === null || attributesOf(answered, 'crypto').length > 0) continue;
      if (isToBeRefused(profile, answer, answered)) continue;
      // Opportunistic SRTP: an answer in the clear declines it (RFC 8643).
      if (!isSecureProfile(offered) && !isSecureProfile(answered)) continue;
      // Written at the wrong level or with a slip: rules of their own speak of that.
      if (attributeOf(answer.sdp.session, 'crypto') !== null || hasMisspelt(answered, 'crypto')) continue;
      // Offered both ways, the answerer may choose DTLS; that Teams wants SDES is told by srtp-dtls-only.
      const isDtls =
        effectiveAttribute(offer.sdp, offered, 'fingerprint') !== null &&
        effectiveAttribute(answer.sdp, answered, 'fingerprint') !== null;
      if (isDtls) continue;
      report({
        in: answer,
        at: answered.line,
        message:
          'The stream was offered with SDES keys and is accepted here, but no a=crypto line follows. Without one the ' +
          'streams cannot be decrypted: the answerer must add one with the tag and suite it chose, or refuse the call.',
        related: [{ in: offer, at: key, message: 'A key was offered here.' }],
      });
    }
  },
});
