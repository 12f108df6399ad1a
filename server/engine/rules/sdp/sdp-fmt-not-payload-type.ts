import { isRtp } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { deleteFormats, payloadTypeOf } from './formats';

export const rule = defineRule({
  id: 'sdp-fmt-not-payload-type',
  title: 'An RTP m-line lists something that is no payload type',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.14', 'RFC 8866 §6.6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media)) continue;
      const { formats } = media.description;
      const strange = formats.filter((format) => payloadTypeOf(format) === null);
      const [first] = strange;
      if (first === undefined) continue;
      report({
        in: body,
        at: first,
        message:
          'This is no payload type: over RTP an m-line lists numbers from 0 to 127 only. ' +
          (strange.length === 1
            ? 'The sender must take it off the line.'
            : `The sender must take it and ${strange.length - 1} more off the line.`),
        // A line must keep a format; which one is not for a tool to say.
        ...(strange.length === formats.length
          ? {}
          : { fix: { title: titleFor(strange.length), edits: deleteFormats(media, strange) } }),
      });
    }
  },
});

function titleFor(count: number): string {
  return count === 1 ? 'Delete the word' : 'Delete all that is no payload type';
}
