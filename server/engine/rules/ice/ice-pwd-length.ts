import { allProfiles, defineRule } from '../rule';
import { credentialLines, valueOf, valueOrLine } from './credentials';

const shortest = 22;
const longest = 256;

export const rule = defineRule({
  id: 'ice-pwd-length',
  title: 'The ICE password is too short or too long',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.4', 'RFC 5245 §15.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const line of credentialLines(body.sdp, 'ice-pwd')) {
      const { length } = valueOf(line).text;
      if (length >= shortest && length <= longest) continue;
      report({
        in: body,
        at: valueOrLine(line),
        message:
          `The ICE password has ${length} characters; 22 to 256 are allowed. The far end refuses the ` +
          'description or cannot check the signatures: the sender must make a new password.',
      });
    }
  },
});
