import { isAudio, isRejected } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';
import { refuse } from './refusal';
import { isOfferedOff, pairedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-non-audio-not-rejected',
  title: 'The SBC accepts a stream that is no audio',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Handling M lines in SDP"', 'RFC 3264 §6'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'offer-answer',
  check({ offer, answer, report }) {
    for (const { offered, answered } of pairedStreams(offer.sdp, answer.sdp)) {
      if (isAudio(answered) || isRejected(answered) || Number.isNaN(answered.description.portNumber))
        continue;
      // What was not offered at all is told by oa-zero-port-kept.
      if (isOfferedOff(offered)) continue;
      report({
        in: answer,
        at: answered.description.port,
        message:
          `The SBC accepts ${answered.description.media.text} on this port. A call to the phone network is audio ` +
          'only: the SBC must answer every other m-line with port 0.',
        related: [{ in: offer, at: offered.line, message: 'The m-line that Teams offered.' }],
        fix: refuse(answer, answered),
      });
    }
  },
});
