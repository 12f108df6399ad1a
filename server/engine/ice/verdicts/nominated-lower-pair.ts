import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import type { Address, End, PairType } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface RankedPair {
  readonly teams: Address;
  readonly teamsType: PairType;
  readonly priority: bigint | null;
}

interface Facts {
  readonly checker: End;
  readonly nominated: RankedPair;
  /** A valid pair of a higher priority. */
  readonly better: RankedPair;
}

export const nominatedLowerPair = defineVerdict({
  severity: 'info',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'ice-nominated-lower-pair',
      title: 'A pair is nominated although a valid one has a higher priority',
      severity: 'info',
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §8.1.1', 'RFC 5245 §5.7.2, §8.1.1.1'],
      profiles: allProfiles,
      advice: 'That is allowed: the controlling end may prefer a pair for reasons of its own.',
    },
  ],
  text: ({ checker, nominated, better }: Facts, names) =>
    `${names[checker]} nominated ${addressText(nominated.teams)} (${nominated.teamsType}) although the pair of ${addressText(better.teams)} (${better.teamsType}) was valid and has a higher priority: ${String(better.priority)}, not ${String(nominated.priority)}`,
});
