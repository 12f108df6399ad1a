import type { Described } from '../../calls/call';
import { isOfUntoldRole } from '../../calls/role';
import type { Profile } from '../../../../shared/calls';
import { hasFlag, isAudio, usedStreams } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule, type Fix } from '../rule';
import type { Severity } from '../../../../shared/severities';
import { readableCryptosIn } from './crypto-lines';
import { hasFingerprint, isDtlsProfile } from './dtls';
import { sdesProfileFix } from './profiles';

export const rule = defineRule({
  id: 'srtp-crypto-profile',
  title: 'An a=crypto line stands under an m-line whose profile is not for SDES keys',
  severity: 'info',
  otherwise: [{ severity: 'warning', when: 'under `RTP/AVP` and in profile `rfc`' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6', 'Direct Routing media protocols, "Format for offer from SBC in bypass mode"'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    for (const media of usedStreams(body.sdp)) {
      const [crypto] = readableCryptosIn(media);
      const finding = crypto === undefined ? null : judge(body, media, profile);
      if (crypto === undefined || finding === null) continue;
      report({
        in: body,
        at: media.description.proto,
        related: [{ in: body, at: crypto.line, message: 'The key.' }],
        ...finding,
      });
    }
  },
});

interface Judgement {
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: Fix;
}

function judge(body: Described, media: MediaSection, profile: Profile): Judgement | null {
  const proto = media.description.proto.text;
  if (/^RTP\/AVPF?$/i.test(proto)) {
    // Audio without encryption is srtp-profile-insecure's in Direct Routing.
    if (profile !== 'rfc' && isAudio(media)) return null;
    // They belong to a secure profile that is offered beside this one (RFC 5939).
    if (hasFlag(media, 'pcfg')) return null;
    return {
      severity: 'warning',
      message:
        `Keys stand under ${proto.toUpperCase()}, which is unencrypted RTP. Some phones offer optional SRTP so; others ` +
        'ignore the keys and talk in the clear. The sender should name a secure profile.',
      ...(body.role === 'answer' ? {} : { fix: sdesProfileFix(media) }),
    };
  }
  // Without a fingerprint the profile is wrong altogether: dtls-proto-without-fingerprint.
  if (!isDtlsProfile(media) || !hasFingerprint(body.sdp, media)) return null;
  if (profile === 'rfc') {
    return {
      severity: 'warning',
      message:
        `Keys stand under ${proto.toUpperCase()}, the profile of DTLS. RFC 4568 defines SDES keys for RTP/SAVP and ` +
        'RTP/SAVPF only: the far end may ignore them.',
    };
  }
  // An answer has the profile of its offer.
  return body.side === 'teams' || body.role === 'answer' || isOfUntoldRole(body)
    ? null
    : {
        severity: 'info',
        message:
          `SDES keys under ${proto.toUpperCase()}: outside RFC 4568, which knows them under RTP/SAVP only, but ` +
          'the format that Microsoft documents for an SBC that offers both SDES and DTLS. Nothing need change for Teams.',
      };
}
