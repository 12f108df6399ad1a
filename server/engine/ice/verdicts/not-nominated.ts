import { allProfiles } from '../../basics/rule-head';
import { durationText } from '../../basics/durations';
import { addressText } from '../address';
import type { Address, End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly checker: End;
  /** Teams' end of the first valid pair. */
  readonly teams: Address;
  /** From the 200, or from when the pair became valid. */
  readonly micros: number;
  /** Until the call ended, or the trace. */
  readonly until: 'end-of-call' | 'end-of-trace';
}

export const notNominated = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'ice-nomination-missing',
      title: 'A pair is valid, but it is never nominated',
      severity: 'error',
      basis: 'teams',
      applies: 'either',
      source: ['Direct Routing media protocols, "Nominations"', 'RFC 8445 §8.1.1', 'RFC 5245 §8.1.1.1'],
      profiles: allProfiles,
      advice:
        'The controlling end must nominate: look why it takes itself for controlled, or why the answers to its checks do not suit it.',
    },
  ],
  text: ({ checker, teams, micros, until }: Facts, names) =>
    `${names[checker]} never nominates: ${addressText(teams)} is valid, but no USE-CANDIDATE came in the ${durationText(micros)} ${until === 'end-of-trace' ? 'after the 200' : 'from the 200 to the end of the call'}`,
});
