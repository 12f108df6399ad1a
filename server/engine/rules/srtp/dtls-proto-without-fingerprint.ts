import { hasFlag, isAudio, usedStreams } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { hasFingerprint, isDtlsProfile } from './dtls';
import { sdesProfileFix, sdesProfileOf } from './profiles';

export const rule = defineRule({
  id: 'dtls-proto-without-fingerprint',
  title: 'The m-line says DTLS but no fingerprint follows',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5763 §5', 'RFC 5764 §8'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    if (body.isCut) return;
    for (const media of usedStreams(body.sdp)) {
      if (!isDtlsProfile(media) || hasFingerprint(body.sdp, media)) continue;
      const hasKey = hasFlag(media, 'crypto');
      // An answer that takes the offer's SDES key keeps the offer's profile and needs no fingerprint.
      if (hasKey && body.role === 'answer') continue;
      // No keys at all: srtp-crypto-missing tells an SBC.
      if (!hasKey && (body.sdp.fragment || (profile !== 'rfc' && body.side === 'sbc' && isAudio(media))))
        continue;
      const proto = media.description.proto.text.toUpperCase();
      report({
        in: body,
        at: media.description.proto,
        message: hasKey
          ? `${proto} promises DTLS, but only SDES keys follow. The sender must write ${sdesProfileOf(media)} or add ` +
            'its fingerprint.'
          : `${proto} promises DTLS, but no a=fingerprint follows. The sender must add its fingerprint.`,
        ...(hasKey ? { fix: sdesProfileFix(media) } : {}),
      });
    }
  },
});
