import { allProfiles, defineRule } from '../rule';
import { credentialLines, valueOf } from './credentials';

export const rule = defineRule({
  id: 'ice-credentials-entropy',
  title: 'The ICE password is one repeated character',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const line of credentialLines(body.sdp, 'ice-pwd')) {
      const value = valueOf(line);
      if (value.text.length < 2 || !isOneCharacter(value.text)) continue;
      report({
        in: body,
        at: value,
        message:
          'The ICE password is one character over and over, so anyone can guess it and sign checks. Unless somebody ' +
          'hid the real one in this trace, the sender must make it of 128 random bits for each session.',
      });
    }
  },
});

function isOneCharacter(text: string): boolean {
  const first = text.charAt(0);
  for (let at = 1; at < text.length; at++) {
    if (text.charAt(at) !== first) return false;
  }
  return true;
}
