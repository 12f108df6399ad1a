import type { Party } from '../../../../shared/calls';
import { breachText, type RestartBreach } from './breach';
import { defineVerdict } from './verdict';

interface Facts {
  readonly breach: RestartBreach;
  readonly sbcParty: Party;
}

export const restartBroken = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: ['oa-ice-restart-partial', 'oa-ice-restart-answer-unchanged', 'oa-ice-creds-changed-in-answer'],
  broken: ({ breach }: Facts) => [breach.rule],
  text: ({ breach, sbcParty }: Facts, names) =>
    breachText(breach, (party) => names[party === sbcParty ? 'sbc' : 'teams']),
});
