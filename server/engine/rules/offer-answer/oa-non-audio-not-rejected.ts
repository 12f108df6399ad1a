import type { Body } from '../../calls/call';
import { isAudio, isRejected } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { deleteLines, replace } from '../edits';
import { defineRule, teamsProfiles, type Fix } from '../rule';
import { pairedStreams } from './streams';

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
      report({
        in: answer,
        at: answered.description.port,
        message:
          `The SBC accepts ${answered.description.media.text} on this port. A call to the phone network is audio ` +
          'only: the SBC must answer every other m-line with port 0.',
        related: [{ in: offer, at: offered.line, message: 'The m-line that Teams offered.' }],
        fix: reject(answer, answered),
      });
    }
  },
});

/** A refused stream needs no ICE, and must not go on naming candidates (RFC 8839 §4.2.1.6). */
function reject({ content }: Body, media: MediaSection): Fix {
  const iceLines = media.attributes.filter(({ attribute }) => iceAttributes.has(attribute.name.text));
  return {
    title: 'Set the port to 0',
    edits: [replace(media.description.port, '0'), ...deleteLines(content, iceLines)],
  };
}

const iceAttributes: ReadonlySet<string> = new Set([
  'candidate',
  'end-of-candidates',
  'ice-mismatch',
  'ice-options',
  'ice-pwd',
  'ice-ufrag',
  'remote-candidates',
]);
