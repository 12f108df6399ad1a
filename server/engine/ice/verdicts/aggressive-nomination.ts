import { USE_CANDIDATE } from '../../stun/attributes';
import { allProfiles, bypassProfile } from '../../basics/rule-head';
import { addressText } from '../address';
import type { Address, End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly checker: End;
  /** Teams' end of the pair. */
  readonly teams: Address;
  /**
   * `first-check`: nothing had checked the pair before. `second-pair`: it replaces one that is nominated already;
   * `lesser-pair`: it does not, as that one has the higher priority.
   */
  readonly how: 'first-check' | 'second-pair' | 'lesser-pair';
}

const secondText: Readonly<Record<Exclude<Facts['how'], 'first-check'>, string>> = {
  'second-pair': 'it is the one in use from here on',
  'lesser-pair': 'the one before it has the higher priority and stays in use',
};

export const aggressiveNomination = defineVerdict({
  severity: 'warning',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'stun-aggressive-nomination',
      title: 'A pair is nominated with its first check',
      severity: 'warning',
      basis: 'must',
      applies: 'teams',
      source: ['Direct Routing media protocols, "Nominations"', 'RFC 8445 §8.1.1, §2.3', 'RFC 5245 §8.1.1'],
      profiles: bypassProfile,
      advice:
        'The SBC must take the nomination all the same; of several nominated pairs that of the highest priority counts.',
      shownBy: USE_CANDIDATE,
      needs: 'checks',
    },
    {
      id: 'ice-second-nomination',
      title: 'A second pair is nominated without a restart',
      severity: 'warning',
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §8.1.1', 'RFC 8839 §4.3.4'],
      profiles: allProfiles,
      advice: 'The SBC must send media over the one in use.',
    },
  ],
  broken: ({ how }: Facts) => [
    how === 'first-check' ? 'stun-aggressive-nomination' : 'ice-second-nomination',
  ],
  text: ({ checker, teams, how }: Facts, names) =>
    how === 'first-check'
      ? `${names[checker]} nominates with its first check on ${addressText(teams)}: with a lite peer a pair must have been checked before it is nominated`
      : `${names[checker]} nominates a second pair, ${addressText(teams)}, without a restart; ${secondText[how]}`,
});
