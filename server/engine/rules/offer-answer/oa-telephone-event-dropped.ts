import { isAudio, isRtp } from '../../sdp/query';
import { areAllKnown, codecsOf } from '../sdp/codecs';
import { telephoneEventsOf } from '../sdp/telephone-events';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams, isRepeated } from './streams';

export const rule = defineRule({
  id: 'oa-telephone-event-dropped',
  title: 'The answer does not take the telephone-event that was offered',
  severity: 'warning',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 4733 §2.5.1.1', 'Direct Routing media protocols, "Early media"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    if (answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      if (!isAudio(answered) || !isRtp(answered)) continue;
      const [event] = telephoneEventsOf(offered);
      if (event === undefined || telephoneEventsOf(answered).length > 0) continue;
      if (!areAllKnown(codecsOf(answered)) || isRepeated(exchange, answer)) continue;
      report({
        in: answer,
        at: answered.line,
        message:
          'The offer has telephone-event, the answer has not: key presses then go as tones in the audio or by SIP INFO, ' +
          'or get lost. If menus and PINs do not work, have the answerer take telephone-event.',
        related: [{ in: offer, at: event.rtpmap?.line ?? event.format, message: 'Offered here.' }],
      });
    }
  },
});
