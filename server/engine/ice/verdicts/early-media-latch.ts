import { bypassProfile } from '../../basics/rule-head';
import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Where the SBC sends. */
  readonly to: Address;
  /** Where media came from first, of another fork. */
  readonly first: Address;
}

export const earlyMediaLatch = defineVerdict({
  severity: 'warning',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'media-early-latch',
      title: 'Early media goes to another fork than the one that streamed first',
      severity: 'warning',
      basis: 'teams',
      applies: 'sbc',
      source: ['Direct Routing media protocols, "Early media"'],
      profiles: bypassProfile,
      advice: 'Set the SBC to keep to the first stream.',
    },
  ],
  text: ({ to, first }: Facts, names) =>
    `${names.sbc} sends early media to ${addressText(to)}, but ${addressText(first)} of another fork streamed first: it must stay with the first until the call is answered`,
});
