import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { dtlsSetupLines, setupRole } from './setup-lines';

export const rule = defineRule({
  id: 'dtls-setup-offer',
  title: 'An offer of DTLS does not leave the choice of role to the answerer',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'in a later offer of the dialog' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 5763 §5', 'RFC 8842 §5.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    if (body.role !== 'offer') return;
    for (const line of dtlsSetupLines(body)) {
      const role = setupRole(line);
      if (role.text.toLowerCase() === 'actpass') continue;
      report({
        in: body,
        at: role.text === '' ? line : role,
        // Many stacks repeat the role they were given, and far ends cope: the association is there already.
        severity: body.initial === false ? 'warning' : 'error',
        message:
          'An offer with a fingerprint must say a=setup:actpass, so that the answerer chooses who opens DTLS. The ' +
          'offerer must change it.',
        ...(role.text === ''
          ? {}
          : { fix: { title: 'Change the role to actpass', edits: [replace(role, 'actpass')] } }),
      });
    }
  },
});
