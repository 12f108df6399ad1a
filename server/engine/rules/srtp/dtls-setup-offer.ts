import type { Described } from '../../calls/call';
import type { AttributeLine } from '../../sdp/sdp';
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
  scope: 'body',
  sees: ({ body }) => otherLines(body).length > 0,
  check({ body, report }) {
    for (const line of otherLines(body)) {
      const role = setupRole(line);
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

/** The setup lines of an offer that do not say actpass. */
function otherLines(body: Described): readonly AttributeLine[] {
  if (body.role !== 'offer') return [];
  return dtlsSetupLines(body).filter((line) => setupRole(line).text.toLowerCase() !== 'actpass');
}
