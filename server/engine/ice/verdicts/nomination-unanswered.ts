import { USE_CANDIDATE } from '../../stun/attributes';
import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import type { Address, End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly checker: End;
  /** Teams' end of the pair. */
  readonly teams: Address;
}

export const nominationUnanswered = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'stun-nomination-unanswered',
      title: 'A nomination gets no success response',
      severity: 'error',
      basis: 'must',
      applies: 'sbc',
      source: ['RFC 8445 §7.2.5.3.4, §8.1.1', 'RFC 5245 §7.1.3.2.4, §8.2.1'],
      profiles: allProfiles,
      advice: 'The SBC must answer every valid check at all times, that with USE-CANDIDATE too.',
      shownBy: USE_CANDIDATE,
      needs: 'checks',
    },
  ],
  text: ({ checker, teams }: Facts, names) =>
    `${names[checker]} nominates ${addressText(teams)} and gets no success response: the two ends disagree on whether ICE is completed`,
});
