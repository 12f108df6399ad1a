import { isBundledIntoAnother } from '../../sdp/mids';
import { effectiveAttribute, hasFlag, isAudio, isRtp, isSecureProfile } from '../../sdp/query';
import { hasFingerprint, isDtlsProfile } from '../srtp/dtls';
import { isWrittenOtherwise } from '../sdp/misspelling';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-fingerprint-missing',
  title: 'The answer accepts a stream that was offered with DTLS and has no fingerprint',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5763 §5', 'RFC 8842 §5.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, profile, report }) {
    if (answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const line = effectiveAttribute(offer.sdp, offered, 'fingerprint');
      if (line === null || !isRtp(answered) || !isSecureProfile(offered) || hasFlag(offered, 'crypto'))
        continue;
      if (hasFingerprint(answer.sdp, answered) || hasFlag(answered, 'crypto')) continue;
      if (isBundledIntoAnother(answer.sdp, answered) || isWrittenOtherwise(answered, 'fingerprint')) continue;
      // dtls-proto-without-fingerprint and srtp-crypto-missing speak of what the description alone shows.
      if (isDtlsProfile(answered)) continue;
      if (profile !== 'rfc' && answer.side === 'sbc' && isAudio(answered) && isSecureProfile(answered))
        continue;
      report({
        in: answer,
        at: answered.line,
        message:
          'The stream was offered with a DTLS fingerprint and no other key, and is accepted without a fingerprint: no ' +
          'handshake can succeed, and no media is decrypted. The answerer must add a=fingerprint and a=setup, or refuse ' +
          'the stream.',
        related: [{ in: offer, at: line, message: 'The offered fingerprint.' }],
      });
    }
  },
});
