import { allProfiles } from '../../basics/rule-head';
import { SECOND } from '../../basics/durations';
import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Teams' end of the selected pair. */
  readonly teams: Address;
  /** Of the silence. */
  readonly micros: number;
}

export const keepaliveGap = defineVerdict({
  severity: 'warning',
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'stun-keepalive-gap',
      title: 'Nothing comes over the selected pair for longer than a NAT remembers',
      severity: 'warning',
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §11', 'RFC 5245 §10', 'RFC 7675 §5.1'],
      profiles: allProfiles,
      advice:
        'On a selected pair something must be sent every 15 s, on hold as well: see that firewalls on the way keep UDP open for longer.',
      needs: 'checks',
    },
  ],
  text: ({ teams, micros }: Facts, names) =>
    `${names.teams} sends nothing on ${addressText(teams)} for ${(micros / SECOND).toFixed(1)} s: consent and NAT bindings run out`,
});
