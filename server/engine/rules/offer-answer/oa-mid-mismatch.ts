import { attributeOf } from '../../sdp/query';
import type { Sdp } from '../../sdp/sdp';
import type { Token } from '../../basics/span';
import { groupsOf, midOf } from '../../sdp/mids';
import { allProfiles, defineRule, type PairSubject } from '../rule';
import { isRepeated, pairedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-mid-mismatch',
  title: 'The answer names or groups streams otherwise than the offer',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where no streams are bundled' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 5888 §9', 'RFC 9143'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check(subject) {
    const { offer, answer, exchange, report } = subject;
    const bundles = bundlesOf(answer.sdp);
    for (const { offered, answered } of pairedStreams(offer.sdp, answer.sdp)) {
      const was = midOf(offered);
      const is = midOf(answered);
      if (was === null || is === null || was.text === is.text || isRepeated(exchange, answer)) continue;
      report({
        in: answer,
        at: is,
        severity: bundles.length > 0 ? 'error' : 'warning',
        message:
          `The stream is called ${was.text} in the offer and ${is.text} in the answer. What is grouped by these names ` +
          'falls apart: the answerer must keep the name.',
        related: [{ in: offer, at: was, message: 'Its name in the offer.' }],
      });
      return;
    }
    if (bundles.length > 0 && !isRepeated(exchange, answer)) judgeBundles(subject, bundles);
  },
});

/** Streams that the offer does not offer as one bundle cannot be bundled by the answer. */
function judgeBundles({ offer, answer, report }: PairSubject, bundles: readonly (readonly Token[])[]): void {
  if (offer.sdp.fragment) return;
  const offered = bundlesOf(offer.sdp).map((tags) => new Set(tags.map(({ text }) => text)));
  const wrong = bundles.find((tags) => !offered.some((group) => tags.every(({ text }) => group.has(text))));
  const [first, ...others] = wrong ?? [];
  const last = others.at(-1);
  if (first === undefined || last === undefined) return;
  const group = attributeOf(offer.sdp.session, 'group');
  report({
    in: answer,
    at: { start: first.start, end: last.end },
    message:
      'The answer sends streams over one transport which the offer does not offer as one bundle. The offerer listens for ' +
      'each on a port of its own: the answerer must bundle only what was offered as one group.',
    ...(group === null
      ? {}
      : { related: [{ in: offer, at: group, message: 'What was offered as a group.' }] }),
  });
}

/** The names in each group of bundled streams. */
function bundlesOf(sdp: Sdp): readonly (readonly Token[])[] {
  return groupsOf(sdp).flatMap(({ semantics, tags }) => (semantics === 'BUNDLE' ? [tags] : []));
}
