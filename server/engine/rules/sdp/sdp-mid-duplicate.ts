import type { Described } from '../../calls/call';
import type { Token } from '../../basics/span';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { groupsOf, midOf } from '../../sdp/mids';

export const rule = defineRule({
  id: 'sdp-mid-duplicate',
  title: 'Two streams have the same name',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5888 §4'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const seen = new Map<string, Token>();
    let free: string | null = null;
    for (const media of body.sdp.media) {
      const mid = midOf(media);
      if (mid === null) continue;
      const first = seen.get(mid.text);
      if (first === undefined) {
        seen.set(mid.text, mid);
        continue;
      }
      free ??= freeName(body) ?? mid.text;
      report({
        in: body,
        at: mid,
        message:
          'An earlier stream has this name already; each needs its own. Groups such as BUNDLE then name neither, and WebRTC ' +
          'stacks refuse the body. The sender must rename one.',
        related: [{ in: body, at: first, message: 'The same name.' }],
        // An answer takes its names from the offer.
        ...(body.role === 'answer' ? {} : { fix: renaming(mid, free) }),
      });
    }
  },
});

function renaming(mid: Token, name: string): Fix {
  return { title: `Rename it to ${name}`, edits: [replace(mid, name)] };
}

/** The name that a group misses, else a number that nobody has. */
function freeName({ sdp }: Described): string | undefined {
  const taken = new Set(sdp.media.map((media) => midOf(media)?.text));
  const named = groupsOf(sdp).flatMap(({ tags }) => tags.map(({ text }) => text));
  const numbers = Array.from({ length: sdp.media.length + 1 }, (_, place) => String(place));
  return [...named, ...numbers].find((name) => !taken.has(name));
}
