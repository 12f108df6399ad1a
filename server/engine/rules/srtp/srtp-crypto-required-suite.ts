import { cryptosOf, isAudio, isSecureProfile, usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';
import { isOfUntoldRole } from '../../calls/role';
import { readableCryptosIn } from './crypto-lines';
import { correctedSuiteName } from './suite-names';

const wanted = 'AES_CM_128_HMAC_SHA1_80';

export const rule = defineRule({
  id: 'srtp-crypto-required-suite',
  title: 'The suite that Teams requires is not offered',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "SRTP support requirements"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    // An answer can but take what was offered; oa-crypto-sha1-32 judges its choice.
    if (body.role === 'answer' || isOfUntoldRole(body) || body.isCut) return;
    for (const media of usedStreams(body.sdp)) {
      if (!isAudio(media) || !isSecureProfile(media)) continue;
      const cryptos = readableCryptosIn(media);
      const [first] = cryptos;
      // A line that cannot be read may be the one that is wanted.
      if (first === undefined || cryptos.length < cryptosOf(media).length) continue;
      const names = cryptos.map(({ suite }) => correctedSuiteName(suite.text) ?? suite.text.toUpperCase());
      if (names.includes(wanted)) continue;
      report({
        in: body,
        at: first.suite,
        message:
          `No a=crypto line of this stream names ${wanted}, the suite that Direct Routing requires in offer and ` +
          'answer. The SBC must offer it, with a key of its own.',
      });
    }
  },
});
