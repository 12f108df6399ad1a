import { candidatesOf, isRejected } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { isDeadPort, isReadable } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-candidate-port',
  title: 'A UDP candidate of the SBC names a port that nothing can be sent to',
  severity: 'error',
  basis: 'interop',
  applies: 'sbc',
  source: ['RFC 6335 §6', 'RFC 863', 'RFC 6544 §4.5', 'RFC 8839 §4.2.5'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      if (isRejected(media)) continue;
      for (const candidate of candidatesOf(media)) {
        if (!isReadable(candidate) || !isDeadPort(candidate)) continue;
        const { port } = candidate;
        const meaning =
          port.text === '9'
            ? 'Port 9 is a placeholder of TCP candidates and of trickle ICE; a UDP check sent there is lost'
            : 'Port 0 does not exist, so no check can reach it';
        report({
          in: body,
          at: port,
          message: `${meaning}. The SBC must write the port on which it waits for media.`,
        });
      }
    }
  },
});
