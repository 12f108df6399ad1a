import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { deleteParam } from './param-edits';
import { nameOf, plainTextParams, sessionParamsOf } from './session-params';

export const rule = defineRule({
  id: 'srtp-crypto-unencrypted',
  title: 'An a=crypto line turns encryption or authentication off',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'in profile `rfc`: RFC 4568 allows it' }],
  basis: 'teams',
  applies: 'either',
  source: ['RFC 4568 §6.3.2, §6.3.3', 'Direct Routing media protocols, "SRTP support requirements"'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    for (const param of readableCryptosOf(body).flatMap(sessionParamsOf)) {
      const name = nameOf(param);
      if (!plainTextParams.has(name)) continue;
      report({
        in: body,
        at: param,
        severity: profile === 'rfc' ? 'warning' : 'error',
        message:
          `${name} ${effects.get(name) ?? ''}. ` +
          (profile === 'rfc'
            ? 'The sender should leave it out unless that is meant.'
            : 'The format that Direct Routing documents has no such parameter: the sender must leave it out.'),
        ...(body.role === 'offer'
          ? { fix: { title: `Delete ${name}`, edits: [deleteParam(body.content, param)] } }
          : {}),
      });
    }
  },
});

const effects: ReadonlyMap<string, string> = new Map([
  ['UNENCRYPTED_SRTP', 'leaves the voice unencrypted'],
  ['UNENCRYPTED_SRTCP', 'leaves the RTCP reports unencrypted'],
  ['UNAUTHENTICATED_SRTP', 'takes the authentication tag off every packet, so anybody can forge them'],
]);
