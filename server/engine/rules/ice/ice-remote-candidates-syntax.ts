import { attributesOf, candidatesOf, hasFlag } from '../../sdp/query';
import { remoteCandidatesIn, remoteCandidatesOf } from '../../sdp/remote-candidates';
import type { MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { isReadable } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-remote-candidates-syntax',
  title: 'An a=remote-candidates line does not name component, address and port of every component',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.2', 'RFC 5245 §15.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const section of [body.sdp.session, ...body.sdp.media]) {
      for (const line of attributesOf(section, 'remote-candidates')) {
        // Blanks too many are no reason to lose the pair: every known stack parts the fields all the same.
        const problem = remoteCandidatesOf(line).problems.find(({ part }) => part !== 'spacing');
        if (problem === undefined) continue;
        report({
          in: body,
          at: problem.end > problem.start ? problem : line,
          message:
            `${problem.message}, as in "a=remote-candidates:1 203.0.113.10 50000". The sender must write the pair ` +
            'that ICE selected so.',
        });
      }
    }
    for (const media of body.sdp.media) {
      const missing = missingComponent(media);
      const [line] = attributesOf(media, 'remote-candidates');
      if (missing === null || line === undefined) continue;
      report({
        in: body,
        at: line,
        message:
          `Component ${missing} is missing: the stream has candidates for it, so a=remote-candidates must ` +
          'name the address that was selected for it, too. The sender must add it.',
      });
    }
  },
});

/** The first component that has candidates but no remote candidate; null where none is missing. */
function missingComponent(media: MediaSection): number | null {
  const lines = attributesOf(media, 'remote-candidates');
  if (lines.some((line) => remoteCandidatesOf(line).problems.some(({ part }) => part !== 'spacing')))
    return null;
  const named = new Set(remoteCandidatesIn(media).map(({ componentValue }) => componentValue));
  for (const candidate of candidatesOf(media)) {
    const { componentValue: component } = candidate;
    if (!isReadable(candidate) || component === null || named.has(component)) continue;
    // With rtcp-mux component 1 carries both, whatever fallback the offer still lists.
    if (component === 1 || !hasFlag(media, 'rtcp-mux')) return component;
  }
  return null;
}
