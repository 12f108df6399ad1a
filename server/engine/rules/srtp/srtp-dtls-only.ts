import { effectiveAttribute, hasFlag, isAudio, isSecureProfile, usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'srtp-dtls-only',
  title: 'The audio stream offers DTLS keys only, no SDES keys',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: "from Microsoft's side" }],
  basis: 'teams',
  applies: 'either',
  source: ['Direct Routing media protocols, "SDES support requirements"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    if (body.isCut) return;
    for (const media of usedStreams(body.sdp)) {
      if (!isAudio(media) || !isSecureProfile(media) || hasFlag(media, 'crypto')) continue;
      const fingerprint = effectiveAttribute(body.sdp, media, 'fingerprint');
      if (fingerprint === null || hasFlag(body.sdp.session, 'crypto')) continue;
      const fromTeams = body.side === 'teams';
      report({
        in: body,
        at: media.line,
        severity: fromTeams ? 'warning' : 'error',
        message: fromTeams
          ? 'Microsoft offers a DTLS fingerprint and no a=crypto line. Direct Routing is documented to put a media ' +
            'processor with SDES in the path of such a call; an SBC that knows only SDES must refuse this stream.'
          : 'The stream has a DTLS fingerprint but no a=crypto line. Direct Routing takes keys by SDES: the SBC must ' +
            'add an a=crypto line with suite AES_CM_128_HMAC_SHA1_80; the fingerprint may stay beside it.',
        related: [{ in: body, at: fingerprint, message: 'The fingerprint.' }],
      });
    }
  },
});
