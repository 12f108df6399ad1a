import { allProfiles, defineRule } from '../rule';
import { dtlsSetupLines, setupRole } from './setup-lines';

export const rule = defineRule({
  id: 'dtls-setup-answer',
  title: 'An answer does not choose a DTLS role',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5763 §5', 'RFC 8842 §5.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    if (body.role !== 'answer') return;
    for (const line of dtlsSetupLines(body)) {
      const role = setupRole(line);
      if (/^(?:active|passive)$/i.test(role.text)) continue;
      report({
        in: body,
        at: role.text === '' ? line : role,
        message:
          'An answer must choose its DTLS role: a=setup:active, which opens the handshake, or a=setup:passive, which ' +
          'waits for it. Now both ends may wait: the answerer must change it.',
      });
    }
  },
});
