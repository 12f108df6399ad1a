import { attributesOf, cryptosOf, isSecureProfile } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { offeredKeys } from './keys';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-crypto-count',
  title: 'The answer has more than one a=crypto line for a stream',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where Microsoft answers: its documentation shows two lines' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §5.1.2', 'RFC 4568 §7.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const cryptos = cryptosOf(answered);
      if (!isSecureProfile(answered) || cryptos.length < 2) continue;
      const first = attributesOf(offered, 'crypto')[0];
      if (first === undefined) continue;
      const chosen = cryptos.find(offeredKeys(offered).accepts) ?? cryptos[0];
      const surplus = cryptos.find((crypto) => crypto !== chosen);
      if (surplus === undefined) continue;
      report({
        in: answer,
        at: surplus.line,
        message:
          `The answer has ${cryptos.length} a=crypto lines, so nobody can tell which key is in use. An answer ` +
          "names exactly one of the offer's lines: the answerer must leave out the rest.",
        ...(answer.side === 'teams' ? { severity: 'warning' as const } : {}),
        related: [{ in: offer, at: first, message: 'What was offered begins here.' }],
      });
    }
  },
});
