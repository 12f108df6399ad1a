import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Who checked. */
  readonly asker: End;
  readonly check: { readonly source: Address; readonly destination: Address };
  readonly response: { readonly source: Address; readonly destination: Address };
}

export const asymmetricResponse = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  lasting: true,
  rules: [
    {
      id: 'stun-response-asymmetric',
      title: 'A check is answered from, or to, another address than it was sent between',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
      basis: 'must',
      applies: 'sbc',
      source: ['RFC 8445 §7.2.5.2.1', 'RFC 5245 §7.1.3.1', 'RFC 8489 §6.3.1'],
      profiles: allProfiles,
      advice:
        'The SBC must answer from the address and port that the check was sent to; look at its RTCP port, its interfaces and its NAT.',
      needs: 'checks',
    },
  ],
  broken: ({ asker }: Facts) => (asker === 'teams' ? ['stun-response-asymmetric'] : []),
  text: ({ asker, check, response }: Facts, names) =>
    `${names[otherEnd(asker)]} answers from ${addressText(response.source)} to ${addressText(response.destination)}; the check went from ${addressText(check.source)} to ${addressText(check.destination)}, so ${names[asker]} drops the pair`,
});
