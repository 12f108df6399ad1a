import { allProfiles, defineRule } from '../rule';
import { credentialLines, valueOf, valueOrLine } from './credentials';

const shortest = 4;
const longest = 256;
const longestToSend = 32;

export const rule = defineRule({
  id: 'ice-ufrag-length',
  title: 'The ICE ufrag is too short or too long',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'for 33 to 256 characters' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.4', 'RFC 5245 §15.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const line of credentialLines(body.sdp, 'ice-ufrag')) {
      const { length } = valueOf(line).text;
      if (length >= shortest && length <= longestToSend) continue;
      const isAccepted = length >= shortest && length <= longest;
      report({
        in: body,
        at: valueOrLine(line),
        severity: isAccepted ? 'warning' : 'error',
        message: isAccepted
          ? `The ufrag has ${length} characters. A sender may use 32 at most, though everyone must accept ` +
            '256: the sender should make it shorter.'
          : `The ufrag has ${length} characters; 4 to 256 are allowed, and 32 at most to send. The far end ` +
            'refuses the description or drops the checks: the sender must make a new ufrag.',
      });
    }
  },
});
