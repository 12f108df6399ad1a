import { deleteLines } from '../edits';
import { attributesOf, hasFlag, isRejected } from '../../sdp/query';
import type { Sdp } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-attributes-on-rejected-stream',
  title: 'A refused stream still lists candidates',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5245 §9.1.1.2, §9.2.1.3', 'RFC 8839 §4.2.1.6, §4.4.1.1.2'],
  profiles: allProfiles,
  superfluous: true,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      // Port 0 of a=bundle-only is no refusal (RFC 9143 §6).
      if (!isRejected(media) || hasFlag(media, 'bundle-only')) continue;
      const [first] = attributesOf(media, 'candidate');
      if (first === undefined) continue;
      const lines = media.attributes.filter(({ attribute }) => iceAttributes.has(attribute.name.text));
      report({
        in: body,
        at: first,
        message:
          'The stream is refused (port 0), yet candidates follow. Some stacks start checks for it; its sender must ' +
          'leave the ICE lines of a refused stream out.',
        related: [{ in: body, at: media.line, message: 'port 0' }],
        ...(isElsewhere(body.sdp)
          ? {
              fix: {
                title: 'Delete the ICE lines of this stream',
                edits: deleteLines(body.content, lines),
              },
            }
          : {}),
      });
    }
  },
});

/** Whether a stream in use has candidates. Where none has, these may be its own and stand in the wrong place. */
function isElsewhere({ media }: Sdp): boolean {
  return media.some((each) => !isRejected(each) && attributesOf(each, 'candidate').length > 0);
}

const iceAttributes: ReadonlySet<string> = new Set([
  'candidate',
  'x-candidate-ipv6',
  'remote-candidates',
  'end-of-candidates',
  'ice-ufrag',
  'ice-pwd',
  'ice-options',
  'ice-mismatch',
]);
