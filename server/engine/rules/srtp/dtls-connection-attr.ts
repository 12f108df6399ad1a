import { attributesOf } from '../../sdp/query';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { dtlsStreams } from './dtls';

export const rule = defineRule({
  id: 'dtls-connection-attr',
  title: 'a=connection stands beside DTLS-SRTP',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5763 §5'],
  profiles: allProfiles,
  superfluous: true,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const streams = dtlsStreams(body.sdp);
    if (streams.length === 0) return;
    // A session-level line may belong to a stream over TCP.
    const onlyDtls = streams.length === body.sdp.media.length;
    const lines = [
      ...(onlyDtls ? attributesOf(body.sdp.session, 'connection') : []),
      ...streams.flatMap((media) => attributesOf(media, 'connection')),
    ];
    for (const line of lines) {
      report({
        in: body,
        at: line,
        message:
          'a=connection is for streams over TCP and must not be used with DTLS-SRTP. The sender must leave it out.',
        fix: { title: 'Delete the line', edits: [deleteLine(body.content, line)] },
      });
    }
  },
});
