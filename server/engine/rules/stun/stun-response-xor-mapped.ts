import { XOR_MAPPED_ADDRESS } from '../../stun/attributes';
import { allProfiles, defineRule } from '../rule';
import { reportCheckVerdicts } from './stun-packets';

export const rule = defineRule({
  id: 'stun-response-xor-mapped',
  title: 'A response to a check does not tell the address that the check came from',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8489 §6.3.1, §14.2', 'RFC 5389 §7.3.1.1, §15.2', 'RFC 8445 §7.3.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportCheckVerdicts(
      subject,
      'stun-response-xor-mapped',
      'XOR-MAPPED-ADDRESS must hold the source address and port of the request as the SBC received it.',
      XOR_MAPPED_ADDRESS,
    );
  },
});
