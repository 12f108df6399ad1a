import { isRejected, isRtp } from '../../sdp/query';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { rtpmapsOf } from './codecs';
import { mappingText, sayTheSame } from './rtpmaps';

export const rule = defineRule({
  id: 'sdp-rtpmap-duplicate',
  title: 'A payload type has two rtpmaps',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where both say the same' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §6.6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (!isRtp(media) || isRejected(media)) continue;
      for (const [payloadType, [first, ...others]] of rtpmapsOf(media)) {
        if (first === undefined) continue;
        for (const other of others) {
          const same = sayTheSame(first, other);
          report({
            in: body,
            at: other.line,
            ...(same ? { severity: 'warning' as const } : {}),
            message: same
              ? `Payload type ${payloadType} has this rtpmap already. The sender must write it once.`
              : `Payload type ${payloadType} is ${mappingText(first)} by an earlier line and ${mappingText(other)} by this one, ` +
                'and may be one thing only: one end decodes what the other did not send, or refuses the call with 488. The ' +
                'sender must give one of the codecs another number.',
            related: [{ in: body, at: first.line, message: 'The first rtpmap.' }],
            ...(same
              ? { fix: { title: 'Delete the second rtpmap', edits: [deleteLine(body.content, other.line)] } }
              : {}),
          });
        }
      }
    }
  },
});
