import { addressText } from '../address';
import type { Address, End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly checker: End;
  /** Teams' end of the pair. */
  readonly teams: Address;
  readonly requests: number;
  readonly responses: number;
}

export const responseLost = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: ['stun-no-response'],
  text: ({ checker, teams, requests, responses }: Facts, names) =>
    `${names.sbc} answers the checks on ${addressText(teams)}, but ${names[checker]} repeats them (${requests} requests, ${responses} responses): the answers are as they should be, so they get lost on the way out of ${names.sbc}; look at its route, its NAT and the firewall there`,
});
