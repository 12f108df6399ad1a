import { allProfiles } from '../../basics/rule-head';
import { durationText } from '../../basics/durations';
import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Of the SBC. */
  readonly candidates: readonly Address[];
  /** An address among them that cannot be reached over the Internet; null where there is none. */
  readonly unreachable: string | null;
  /** Since both descriptions were known; null where the address alone says that no check can come. */
  readonly waited: { readonly micros: number } | null;
}

export const noChecks = defineVerdict({
  severity: ({ waited }: Facts) => (waited === null ? 'warning' : 'error'),
  rests: ['observed', 'derived'],
  absence: true,
  rules: [
    {
      id: 'ice-no-check-received',
      title: 'No check reaches the SBC',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where the address alone says so' }],
      basis: 'observed',
      applies: 'either',
      source: ['Direct Routing media protocols, "Outbound call"', 'RFC 5245 §5.8'],
      profiles: allProfiles,
      advice:
        'Open UDP from the Microsoft 365 media ranges and the clients to the media ports of the SBC, and check its public address.',
    },
  ],
  text: ({ candidates, unreachable, waited }: Facts) => {
    const where = candidates.map(addressText).join(', ');
    const what =
      waited === null
        ? `no check can reach ${where}`
        : `no check ever reached ${where} in ${durationText(waited.micros)} after both descriptions were known`;
    const why =
      unreachable === null
        ? 'a firewall in the way of UDP, a wrong public address in the SBC, or the capture was taken elsewhere'
        : `${unreachable} cannot be reached from the Internet; the SBC must offer its public address`;
    return `${what}: ${why}`;
  },
});
