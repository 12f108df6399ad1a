import { hasFlag, isAudio, usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';
import { sdesProfileFix, sdesProfileOf } from './profiles';

export const rule = defineRule({
  id: 'srtp-profile-insecure',
  title: 'The audio stream is plain RTP',
  severity: 'error',
  basis: 'teams',
  applies: 'either',
  source: ['Plan Direct Routing, "Media Transport Profile"', 'RFC 4568 §6'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of usedStreams(body.sdp)) {
      const { proto } = media.description;
      if (!isAudio(media) || !/^RTP\/AVPF?$/i.test(proto.text)) continue;
      const hasKey = hasFlag(media, 'crypto');
      report({
        in: body,
        at: proto,
        message:
          `${proto.text.toUpperCase()} is unencrypted RTP; Direct Routing speaks only secure RTP. ` +
          `The sender must turn on SRTP and offer ${sdesProfileOf(media)}` +
          (hasKey ? '; the keys are there already.' : ' with an a=crypto line.'),
        ...(hasKey && body.role !== 'answer' ? { fix: sdesProfileFix(media) } : {}),
      });
    }
  },
});
