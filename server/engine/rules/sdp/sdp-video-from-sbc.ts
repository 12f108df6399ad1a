import { isAudio, usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'sdp-video-from-sbc',
  title: 'The SBC offers something else than audio',
  severity: 'info',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Handling M lines in SDP"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    // In an answer it must be refused: oa-non-audio-not-rejected.
    if (body.role !== 'offer') return;
    for (const media of usedStreams(body.sdp)) {
      const { media: kind } = media.description;
      if (isAudio(media) || kind.text === '') continue;
      report({
        in: body,
        at: kind,
        message:
          'For Direct Routing only audio is documented: expect this stream to be refused. If it is not wanted, the SBC ' +
          'should leave it out of its first offer.',
      });
    }
  },
});
