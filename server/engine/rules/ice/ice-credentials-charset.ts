import { allProfiles, defineRule } from '../rule';
import { credentialLines, isIceText, valueOf } from './credentials';

const names = { 'ice-ufrag': 'ufrag', 'ice-pwd': 'password' } as const;

export const rule = defineRule({
  id: 'ice-credentials-charset',
  title: 'The ICE ufrag or password holds a character that is not allowed',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1, §5.4', 'RFC 5245 §15.1, §15.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const attribute of ['ice-ufrag', 'ice-pwd'] as const) {
      for (const line of credentialLines(body.sdp, attribute)) {
        const value = valueOf(line);
        if (isIceText(value.text)) continue;
        report({
          in: body,
          at: value,
          message:
            `The ICE ${names[attribute]} holds something else than letters, digits, "+" and "/"${hint(value.text)}. ` +
            'The far end may refuse the description: the sender must make its credentials of these characters only.',
        });
      }
    }
  },
});

/** Where such characters usually come from. Says nothing of the characters beside them: they are secret. */
function hint(text: string): string {
  if (text.includes('=')) return ' ("=" is left over from padded base64)';
  if (text.includes('-') || text.includes('_')) return ' ("-" and "_" belong to URL-safe base64)';
  if (text.includes(' ') || text.includes('\t')) return ' (there is a blank in it)';
  return '';
}
