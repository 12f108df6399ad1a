import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import type { Address, PairType } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly teams: Address;
  /** The candidate of the same address; null where there is none. */
  readonly near: (Address & { readonly type: PairType }) | null;
}

export const peerReflexive = defineVerdict({
  severity: 'info',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'ice-peer-reflexive',
      title: 'A check comes from an address that no candidate names',
      severity: 'info',
      basis: 'must',
      applies: 'either',
      source: [
        'RFC 8445 §7.3.1.3',
        'RFC 5245 §7.2.1.3',
        'Direct Routing media protocols, "Connectivity checks"',
      ],
      profiles: allProfiles,
      advice: 'This is normal behind a NAT: the receiver answers, and media may take this path.',
    },
  ],
  text: ({ teams, near }: Facts) =>
    `peer-reflexive candidate ${addressText(teams)} learnt from a check; ${
      near === null
        ? 'no candidate has this address: a NAT stands before one of them'
        : `another port of the ${near.type} candidate ${addressText(near)}`
    }`,
});
