import type { Body } from '../../calls/call';
import { attributeOf, direction, type Direction } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { insertAtSectionEnd, replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { fitting, isDirectionMisspelt, isMulticast, opposite } from './directions';
import { acceptedStreams, isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-direction',
  title: "The answer's direction does not fit the offer's",
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6.1, §6.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    if (offer.sdp.fragment || answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const wanted = direction(offer.sdp, offered);
      if (wanted === 'sendrecv') continue;
      const given = direction(answer.sdp, answered);
      if (fitting[wanted].includes(given) || isRepeated(exchange, answer)) continue;
      if (isMulticast(offer.sdp, offered) || isDirectionMisspelt(answer.sdp, answered)) continue;
      const line = attributeOf(answered, given) ?? attributeOf(answer.sdp.session, given);
      const fix = turn(answer, answered, given, opposite[wanted]);
      report({
        in: answer,
        at: line ?? answered.line,
        message:
          `The offer says ${wanted}, and the answer ${line === null ? 'says nothing, which means sendrecv' : given}. ` +
          `${reasons[wanted]} The answerer must say ${fitting[wanted].join(' or ')}.`,
        related: [
          {
            in: offer,
            at: attributeOf(offered, wanted) ?? attributeOf(offer.sdp.session, wanted) ?? offered.line,
            message: `The stream is offered ${wanted}.`,
          },
        ],
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

const reasons: Readonly<Record<Direction, string>> = {
  sendrecv: '',
  sendonly:
    'The offerer takes no media from it: to the far end the call stays on hold, or one side hears nothing.',
  recvonly: 'The offerer sends no media: the answerer can only send.',
  inactive: 'The offerer neither sends nor receives.',
};

/** A direction of the session may serve other streams: the stream gets one of its own. */
function turn({ content }: Body, media: MediaSection, given: Direction, wanted: Direction): Fix | null {
  const own = attributeOf(media, given);
  const edit =
    own === null ? insertAtSectionEnd(content, media, `a=${wanted}`) : replace(own.attribute.name, wanted);
  return edit === null ? null : { title: `Answer with a=${wanted}`, edits: [edit] };
}
