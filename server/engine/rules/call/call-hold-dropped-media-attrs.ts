import { effectiveAttribute } from '../../sdp/query';
import { suiteName, readableCryptos } from '../offer-answer/keys';
import { acceptedStreams, mediaType } from '../offer-answer/streams';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'call-hold-dropped-media-attrs',
  title: 'The answer to a later offer takes another crypto suite though its old one is still offered',
  severity: 'warning',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 4568 §7.1.4', 'RFC 3264 §8.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, report }) {
    const before = answer.previousAgreed;
    const offeredBefore = offer.previousAgreed;
    if (offer.initial !== false || before === null || before.isCut) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const was = before.sdp.media[answered.index];
      if (was === undefined || mediaType(was) !== mediaType(answered)) continue;
      const [old] = readableCryptos(was);
      const [now] = readableCryptos(answered);
      if (old === undefined || now === undefined || suiteName(old) === suiteName(now)) continue;
      if (!readableCryptos(offered).some((line) => suiteName(line) === suiteName(old))) continue;
      // ICE that begins anew, as on a transfer, is for another endpoint.
      const peer = offeredBefore?.sdp.media[offered.index];
      const ufragNow = effectiveAttribute(offer.sdp, offered, 'ice-ufrag')?.attribute.value?.text;
      const ufragBefore =
        peer === undefined || offeredBefore === null
          ? undefined
          : effectiveAttribute(offeredBefore.sdp, peer, 'ice-ufrag')?.attribute.value?.text;
      if (ufragNow !== ufragBefore) continue;
      report({
        in: answer,
        at: now.suite,
        message:
          `The session ran with ${old.suite.text}, which is still offered, and this answer takes ${now.suite.text}. Both sides ` +
          'must change over at the same packet, and some do not: audio breaks at hold or resume. The answerer should keep ' +
          'the suite as long as it is offered.',
        related: [{ in: before, at: old.suite, message: 'The suite before.' }],
      });
    }
  },
});
