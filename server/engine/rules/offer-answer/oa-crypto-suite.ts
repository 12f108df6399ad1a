import type { Crypto } from '../../sdp/crypto';
import { allProfiles, defineRule } from '../rule';
import { offeredKeys, readableCryptos, suiteName, type OfferedKeys } from './keys';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-crypto-suite',
  title: 'The answer names another crypto suite than the offer has under that tag',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §5.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const choices = offeredKeys(offered);
      const cryptos = readableCryptos(answered);
      // Of several lines one may be right; that there are several is told by oa-crypto-count.
      if (cryptos.some(choices.accepts)) continue;
      const wrong = cryptos.find((crypto) => lineWithTag(choices, crypto) !== null);
      const taken = wrong === undefined ? null : lineWithTag(choices, wrong);
      if (wrong === undefined || taken === null) continue;
      const elsewhere = choices.bySuite.get(suiteName(wrong))?.[0];
      report({
        in: answer,
        at: wrong.suite,
        message:
          `The answer takes tag ${wrong.tag.text} with ${wrong.suite.text}, but under that tag the offer has ` +
          `${taken.suite.text}. ` +
          (elsewhere === undefined
            ? 'The two sides encrypt differently: the answerer must name the suite of the line it takes.'
            : `That suite was offered under tag ${elsewhere.tag.text}: the answerer must write that tag.`),
        related: [
          { in: offer, at: taken.line, message: 'The offered line with this tag.' },
          ...(elsewhere === undefined
            ? []
            : [{ in: offer, at: elsewhere.line, message: 'The offered line with this suite.' }]),
        ],
      });
    }
  },
});

function lineWithTag({ byTag }: OfferedKeys, { tagValue }: Crypto): Crypto | null {
  return tagValue === null ? null : (byTag.get(tagValue) ?? null);
}
