import { attributesOf, hasFlag, isRtp, usedStreams } from '../../sdp/query';
import { deleteLines } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-rtcp-fb-without-avpf',
  title: 'Feedback is offered under a profile that has none',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4585 §4.2'],
  profiles: allProfiles,
  superfluous: true,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    // Microsoft's clients write it under RTP/SAVP.
    if (body.side === 'teams') return;
    for (const media of usedStreams(body.sdp)) {
      const lines = attributesOf(media, 'rtcp-fb');
      const [first] = lines;
      const { proto } = media.description;
      if (first === undefined || !isRtp(media) || !/(?:^|\/)S?AVP$/i.test(proto.text)) continue;
      // The profile that is really meant may be offered as a capability (RFC 5939).
      if ([body.sdp.session, media].some((section) => hasFlag(section, 'tcap') || hasFlag(section, 'pcfg')))
        continue;
      report({
        in: body,
        at: first,
        message:
          `a=rtcp-fb belongs to the profiles AVPF and SAVPF; under ${proto.text} receivers ignore it. The sender should ` +
          'leave it out, or offer the profile with F.',
        fix: {
          title: lines.length === 1 ? 'Delete the line' : `Delete ${lines.length} lines a=rtcp-fb`,
          edits: deleteLines(body.content, lines),
        },
      });
    }
  },
});
