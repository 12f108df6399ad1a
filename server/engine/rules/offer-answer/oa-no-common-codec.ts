import { isRtp } from '../../sdp/query';
import { areAllKnown, carriesMedia, codecsOf } from '../sdp/codecs';
import { allProfiles, defineRule } from '../rule';
import { codecsByName, formatName, formatText } from './formats';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-no-common-codec',
  title: 'The answer takes a stream with codecs that were not offered',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, report }) {
    if (offer.sdp.fragment || answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const choices = codecsOf(offered);
      const chosen = codecsOf(answered);
      if (!isRtp(offered) || !isRtp(answered) || !areAllKnown(choices) || !areAllKnown(chosen)) continue;
      // A stream of key presses alone has no codec (RFC 4733 §2.5.1.1).
      const carried = chosen.filter(carriesMedia);
      const [first] = carried;
      if (first === undefined || !choices.some(carriesMedia)) continue;
      const known = codecsByName(offered);
      if (carried.some((codec) => known.has(formatName(codec)))) continue;
      const media = offered.description.media.text;
      report({
        in: answer,
        at: first.format,
        message:
          `The answer takes the ${media} with ${listed(carried.map(formatText))}, and the offer has ` +
          `${listed(choices.filter(carriesMedia).map(formatText))}: no codec in common, nobody can decode what comes. ` +
          'The answerer must choose one that was offered, or refuse the stream with port 0.',
        related: [{ in: offer, at: offered.line, message: 'What was offered.' }],
      });
    }
  },
});

const most = 6;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and more` : shown;
}
