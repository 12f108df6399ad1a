import { isTokenText } from '../../sdp/fields';
import { attributesOf, usedStreams } from '../../sdp/query';
import { rtcpOf } from '../../sdp/rtcp';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-rtcp-attr-syntax',
  title: 'An a=rtcp line is not "port" or "port IN IP4 address"',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3605 §2.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const media of usedStreams(body.sdp)) {
      for (const line of attributesOf(media, 'rtcp')) {
        const { valid, problems, port, portValue, netType, address } = rtcpOf(line);
        if (valid) continue;
        // Text behind a value that is whole is sdp-value-rubbish's.
        if (portValue !== null && netType !== null && !isTokenText(netType.text)) continue;
        const problem = problems.find(({ part }) => part !== 'structure' || address === null);
        if (problem === undefined) continue;
        report({
          in: body,
          at: port.text === '' ? line : problem,
          message:
            `${problem.message}. Receivers then send RTCP to the port after that of RTP, or refuse the body. The sender must ` +
            'correct the line.',
        });
      }
    }
  },
});
