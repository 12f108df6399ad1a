import { isAudio } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';
import { offeredKeys, readableCryptos, suiteName } from './keys';
import { acceptedStreams } from './streams';

const wanted = 'AES_CM_128_HMAC_SHA1_80';
const weaker = 'AES_CM_128_HMAC_SHA1_32';

export const rule = defineRule({
  id: 'oa-crypto-sha1-32',
  title: 'The SBC takes the suite with the short tag although Teams offered the one that it requires',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "SRTP support requirements"', 'RFC 4568 §5.1.2'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const cryptos = readableCryptos(answered);
      const choices = offeredKeys(offered);
      // Taken under a tag that was offered for another suite, it is told of by oa-crypto-suite.
      const taken = cryptos.find((line) => suiteName(line) === weaker && choices.accepts(line));
      if (taken === undefined || !isAudio(answered) || cryptos.some((line) => suiteName(line) === wanted))
        continue;
      const better = choices.bySuite.get(wanted)?.[0];
      if (better === undefined) continue;
      report({
        in: answer,
        at: taken.suite,
        message:
          `The SBC takes ${weaker}, which RFC 4568 lets it, as it stands first. Direct Routing requires ${wanted} in offer ` +
          `and answer: the SBC should take tag ${better.tag.text}. Turn the other suite off on the Teams trunk.`,
        related: [{ in: offer, at: better.line, message: 'The suite that Teams requires was offered here.' }],
      });
    }
  },
});
