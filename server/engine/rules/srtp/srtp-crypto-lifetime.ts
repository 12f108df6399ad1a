import type { KeyParam } from '../../sdp/crypto';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import type { Severity } from '../../../../shared/severities';
import { readableCryptosOf } from './crypto-lines';

const srtpLimit = 1n << 48n;
const srtcpLimit = 1n << 31n;

export const rule = defineRule({
  id: 'srtp-crypto-lifetime',
  title: 'The lifetime of a key is malformed or too long',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'above 2^31 and up to 2^48' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §6.1, §6.2', 'RFC 3711 §9.2', 'RFC 6188 §5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const key of readableCryptosOf(body).flatMap((crypto) => crypto.keyParams)) {
      const fault = faultOf(key);
      if (key.lifetime === null || fault === null) continue;
      report({
        in: body,
        at: key.lifetime,
        ...fault,
        fix: { title: 'Set the lifetime to 2^31', edits: [replace(key.lifetime, '2^31')] },
      });
    }
  },
});

function faultOf({
  lifetime,
  lifetimeValue: packets,
}: KeyParam): { readonly severity: Severity; readonly message: string } | null {
  if (lifetime === null) return null;
  if (packets === null) return error('The lifetime is no number; 2^31 or a number of packets is wanted.');
  if (packets === 0n) return error('The lifetime is 0 packets, so the key may not protect a single one.');
  if (/^(?:2\^)?0\d/.test(lifetime.text)) return error('The lifetime begins with a zero.');
  if (packets > srtpLimit)
    return error('The lifetime is above 2^48 packets, the most that SRTP allows under one key.');
  if (packets > srtcpLimit) {
    return {
      severity: 'warning',
      message:
        'The lifetime is above 2^31 packets, the most that SRTCP allows; the one number holds for both. ' +
        'Some far ends refuse the line: the sender should write 2^31.',
    };
  }
  return null;
}

function error(what: string): { readonly severity: Severity; readonly message: string } {
  return {
    severity: 'error',
    message: `${what} The far end ignores the line: the sender should write 2^31.`,
  };
}
