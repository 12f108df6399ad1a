import { isRtp } from '../../sdp/query';
import { areAllKnown, codecsOf, type Codec } from '../sdp/codecs';
import { allProfiles, defineRule } from '../rule';
import { codecsByName, formatName, formatText } from './formats';
import type { MediaSection } from '../../sdp/sdp';
import { acceptedStreams, isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-codec-order',
  title: 'The answer lists formats in another order than the offer',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      if (answered.description.formats.length < 2 || !isRtp(answered)) continue;
      const swapped = firstSwapped(offered, answered);
      if (swapped === null || isRepeated(exchange, answer)) continue;
      const [before, after] = swapped;
      report({
        in: answer,
        at: after.format,
        message:
          `The offer prefers ${formatText(after)} to ${formatText(before)}, the answer has them the other way round. ` +
          'Both sides may then use different codecs, one for each direction. It is allowed; the answerer should keep the ' +
          'order of the offer.',
        related: [{ in: offer, at: offered.line, message: 'The order of the offer.' }],
      });
    }
  },
});

/** The first format that stands behind another which the offer has behind it. */
function firstSwapped(offered: MediaSection, answered: MediaSection): readonly [Codec, Codec] | null {
  const choices = codecsOf(offered);
  if (!areAllKnown(choices)) return null;
  const places = new Map(choices.map(({ payloadType }, place) => [payloadType, place]));
  const known = codecsByName(offered);
  let last: { readonly codec: Codec; readonly place: number } | null = null;
  for (const codec of codecsOf(answered)) {
    const same = known.get(formatName(codec));
    const meant = same?.find(({ payloadType }) => payloadType === codec.payloadType) ?? same?.[0];
    const place = meant === undefined ? undefined : places.get(meant.payloadType);
    if (place === undefined) continue;
    if (last !== null && place < last.place) return [last.codec, codec];
    last = { codec, place };
  }
  return null;
}
