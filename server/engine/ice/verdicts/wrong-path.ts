import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Where the SBC sends. */
  readonly to: Address;
  readonly nominated: Address;
}

export const wrongPath = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'ice-nominated-not-used',
      title: 'The SBC sends media elsewhere than to the nominated pair',
      severity: 'error',
      basis: 'teams',
      applies: 'sbc',
      source: ['Direct Routing media protocols, "Nominations"', 'RFC 8445 §12.1', 'RFC 5245 §11.1.2'],
      profiles: allProfiles,
      advice:
        'The SBC must take its destination from the nomination, neither from c= and m= nor from where media comes from.',
    },
  ],
  text: ({ to, nominated }: Facts, names) =>
    `${names.sbc} sends media to ${addressText(to)} after ${addressText(nominated)} was nominated: the nominated pair must be used`,
});
