import { allProfiles, defineRule } from '../rule';
import { readableCryptosOf } from './crypto-lines';
import { deleteParam } from './param-edits';
import { isKnownParam, isOptionalParam, sessionParamsOf } from './session-params';

export const rule = defineRule({
  id: 'srtp-crypto-session-param-unknown',
  title: 'An a=crypto line has a session parameter that no RFC defines',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.3.7'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const param of readableCryptosOf(body).flatMap(sessionParamsOf)) {
      if (isKnownParam(param) || isOptionalParam(param)) continue;
      report({
        in: body,
        at: param,
        // Not quoted: a stray blank makes a piece of the key look like a parameter.
        message:
          'RFC 4568 defines no such session parameter. The far end must ignore the whole line and its key: the sender ' +
          'must leave the parameter out, or put "-" before it if it may be ignored.',
        ...(body.role === 'offer'
          ? { fix: { title: 'Delete the session parameter', edits: [deleteParam(body.content, param)] } }
          : {}),
      });
    }
  },
});
