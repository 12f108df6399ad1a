import type { Party } from '../../../../shared/calls';
import { breachText, type RemoteCandidatesBreach } from './breach';
import { defineVerdict } from './verdict';

interface Facts {
  readonly breach: RemoteCandidatesBreach;
  readonly sbcParty: Party;
}

export const remoteCandidates = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: ['oa-remote-candidates-foreign', 'oa-remote-candidates-not-honoured'],
  broken: ({ breach }: Facts) => [breach.rule],
  text: ({ breach, sbcParty }: Facts, names) =>
    breachText(breach, (party) => names[party === sbcParty ? 'sbc' : 'teams']),
});
