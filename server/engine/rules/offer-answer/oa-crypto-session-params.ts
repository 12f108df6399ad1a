import type { Crypto } from '../../sdp/crypto';
import { allProfiles, defineRule } from '../rule';
import { nameOf, plainTextParams, sessionParamsOf } from '../srtp/session-params';
import { offeredKeys, readableCryptos } from './keys';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-crypto-session-params',
  title: 'Offer and answer differ in what is not encrypted or authenticated',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §5.1.2, §6.3.2, §6.3.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const choices = offeredKeys(offered);
      const taken = readableCryptos(answered).find(choices.accepts);
      const meant = taken === undefined ? undefined : choices.byTag.get(taken.tagValue ?? -1);
      if (taken === undefined || meant === undefined) continue;
      const was = negotiated(meant);
      const is = negotiated(taken);
      const lost = [...was].find((name) => !is.has(name));
      const added = [...is].find((name) => !was.has(name));
      const differs = lost ?? added;
      if (differs === undefined) continue;
      report({
        in: answer,
        at: taken.sessionParams[0] ?? taken.line,
        message:
          `${differs} stands ${lost === undefined ? 'in the answer' : 'in the offer'} only. One side then protects what the ` +
          'other takes for unprotected, and throws packets away: the answerer must repeat this parameter of the line that ' +
          'it takes, add none, or refuse.',
        related: [{ in: offer, at: meant.line, message: 'The offered line that it takes.' }],
      });
    }
  },
});

/** The parameters that both sides must have alike; all others each side declares for what it sends. */
function negotiated(line: Crypto): ReadonlySet<string> {
  return new Set(
    sessionParamsOf(line)
      .map(nameOf)
      .filter((name) => plainTextParams.has(name)),
  );
}
