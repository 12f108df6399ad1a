import { isRejected } from '../../sdp/query';
import type { Token } from '../../basics/span';
import { allProfiles, defineRule, type Fix } from '../rule';
import { isWrittenOtherwise } from './misspelling';
import { groupsOf, midOf, type Group } from '../../sdp/mids';

export const rule = defineRule({
  id: 'sdp-group-unknown-mid',
  title: 'A group names a stream that is not there, or a stream has no name beside a group',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5888 §6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    if (sdp.fragment || body.isCut) return;
    const groups = groupsOf(sdp);
    if (groups.length === 0 || sdp.media.length === 0) return;
    const names = new Set(sdp.media.map((media) => midOf(media)?.text));
    for (const group of groups) {
      for (const tag of group.tags) {
        if (names.has(tag.text)) continue;
        report({
          in: body,
          at: tag,
          message:
            `No stream has a=mid:${tag.text}, so receivers must ignore the whole group: streams that were to share one port do ` +
            'not. The sender must name the stream, or leave the tag out.',
          fix: removal(group, tag),
        });
      }
    }
    for (const media of sdp.media) {
      // Of a refused stream nothing else needs to be said (RFC 3264 §6).
      if (midOf(media) !== null || isRejected(media) || isWrittenOtherwise(media, 'mid')) continue;
      report({
        in: body,
        at: media.line,
        message:
          'The body groups its streams, and then each needs a name, whether it is in a group or not. This one has no a=mid; ' +
          'the sender must add one.',
      });
    }
  },
});

/** With the blank before it; another tag or the semantics stand there. */
function removal({ tags }: Group, tag: Token): Fix {
  const place = tags.indexOf(tag);
  const start = tags[place - 1]?.end ?? tag.start - 1;
  return { title: `Take ${tag.text} out of the group`, edits: [{ start, end: tag.end, newText: '' }] };
}
