import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Where the SBC sends: no description names it, no check came from it. */
  readonly to: Address;
  readonly packets: number;
  readonly nominated: Address;
  /** Media of Teams comes from there. */
  readonly isLatched: boolean;
}

export const mediaWrongTarget = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: true,
  rules: ['ice-nominated-not-used'],
  text: ({ to, packets, nominated, isLatched }: Facts, names) =>
    `${names.sbc} sends its media (${String(packets)} packet${packets === 1 ? '' : 's'}) to ${addressText(to)}, which no description names and no check came from${isLatched ? `: it follows where media of ${names.teams} comes from` : ''}; ${addressText(nominated)} is nominated`,
});
