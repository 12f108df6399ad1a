import { bypassProfile } from '../../basics/rule-head';
import { SECOND } from '../../basics/durations';
import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Where the SBC sends. */
  readonly to: Address;
  /** To tag of the fork that answered. */
  readonly winner: string;
  readonly packets: number;
  /** From the 200 to the last packet. */
  readonly micros: number;
  /** It stops so soon that only the beginning of the call is lost. */
  readonly short: boolean;
}

export const wrongFork = defineVerdict({
  severity: ({ short }: Facts) => (short ? 'warning' : 'error'),
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'call-fork-switch',
      title: 'After the 200 of one fork the SBC still sends media to another',
      severity: 'warning',
      otherwise: [{ severity: 'error', when: 'where it goes on for more than a second after the 200' }],
      basis: 'teams',
      applies: 'sbc',
      source: ['Direct Routing media protocols, "Inbound call from SBC"', 'RFC 3261 §13.2.2.4'],
      profiles: bypassProfile,
      advice:
        'The SBC must take the address, the credentials and the key of the fork whose To tag is in the 200.',
      needs: 'media-of-forks',
    },
  ],
  text: ({ to, winner, packets, micros, short }: Facts, names) =>
    short
      ? `${names.sbc} sends ${packets === 1 ? 'a packet' : `${packets} packets`} of media to ${addressText(to)} of another fork after the 200 (${winner}) before it moves on: the beginning of the call may be lost`
      : `${names.sbc} sends media to ${addressText(to)} up to ${(micros / SECOND).toFixed(1)} s after the 200 of another fork (${winner}): the caller is not heard`,
});
