import { hasFlag, isAudio, isSecureProfile, usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';
import { hasFingerprint } from './dtls';

export const rule = defineRule({
  id: 'srtp-crypto-missing',
  title: 'A secure audio stream carries no SDES key',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Format for offer from SBC in bypass mode"', 'RFC 4568 §5.1.1'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    // An excerpt or a cut trace may have left the line out; keys above the m-lines are sdp-attribute-level's.
    if (sdp.fragment || body.isCut || hasFlag(sdp.session, 'crypto')) return;
    for (const media of usedStreams(sdp)) {
      if (!isAudio(media) || !isSecureProfile(media) || hasFlag(media, 'crypto')) continue;
      // A fingerprint in place of keys is another defect with a rule of its own: srtp-dtls-only.
      if (hasFingerprint(sdp, media)) continue;
      report({
        in: body,
        at: media.line,
        message:
          'The m-line says secure RTP but no a=crypto line follows. Teams negotiates keys with SDES: the SBC must ' +
          'add an a=crypto line with suite AES_CM_128_HMAC_SHA1_80.',
      });
    }
  },
});
