import { isMicrosoftHop } from '../../calls/microsoft-hop';
import { attributeOf, direction, isAudio, usedStreams } from '../../sdp/query';
import { replace } from '../edits';
import { defineRule, teamsProfiles } from '../rule';

const oneWay: ReadonlySet<string> = new Set(['sendonly', 'recvonly']);

export const rule = defineRule({
  id: 'dr-hold-not-inactive',
  title: 'The SBC holds a call with another direction than inactive',
  severity: 'info',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing protocols, "Deviations" (RFC 6337 §5.3)'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body: { role, sdp } }) =>
    role === 'offer' && usedStreams(sdp).some((media) => oneWay.has(direction(sdp, media))),
  check({ call, body, facts, report }) {
    if (body.role !== 'offer' || body.initial !== false) return;
    for (const media of usedStreams(body.sdp)) {
      const is = direction(body.sdp, media);
      if (!isAudio(media) || !oneWay.has(is)) continue;
      const before = body.previousAgreed;
      const earlier = before?.sdp.media[media.index];
      // It was said of the offer that began it.
      if (before !== null && earlier !== undefined && direction(before.sdp, earlier) === is) continue;
      const line = attributeOf(media, is) ?? attributeOf(body.sdp.session, is);
      if (line === null || !isMicrosoftHop(call, facts.network)) continue;
      report({
        in: body,
        at: line,
        message:
          `The SBC holds the call with a=${is}. Microsoft documents that its proxy takes a=inactive alone for hold; music of ` +
          'the SBC may not be heard, or the call may not be shown as held. The SBC can hold with a=inactive.',
        fix: { title: 'Hold with a=inactive', edits: [replace(line.attribute.name, 'inactive')] },
      });
    }
  },
});
