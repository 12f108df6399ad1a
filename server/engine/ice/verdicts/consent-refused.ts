import { allProfiles } from '../../basics/rule-head';
import { ERROR_CODE } from '../../stun/attributes';
import { otherEnd, type End } from '../../../../shared/ice';
import { endText, type ConsentEnd } from './consent-lost';
import { defineVerdict } from './verdict';

interface Facts {
  /** Who asks for consent. */
  readonly asker: End;
  readonly codes: readonly number[];
  /** Checks that were refused. */
  readonly requests: number;
  readonly end: ConsentEnd;
}

export const consentRefused = defineVerdict({
  severity: ({ end }: Facts) => (end.how === 'recovered' ? 'warning' : 'error'),
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'stun-consent-refused',
      title: 'Checks for consent are refused after ICE completed',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where they are answered again' }],
      basis: 'must',
      applies: 'either',
      source: ['RFC 7675 §5.1, §5.2', 'RFC 8489 §9.1.3', 'RFC 8445 §11'],
      profiles: allProfiles,
      advice:
        'An SBC must keep the ICE session, with its ufrag and password, until the call ends: see in its log what made it drop the session.',
      shownBy: ERROR_CODE,
      needs: 'checks',
    },
  ],
  text: ({ asker, codes, requests, end }: Facts, names) =>
    `${names[otherEnd(asker)]} refuses the checks for consent of ${names[asker]} with ${codes.join(', ')} after ICE completed (${requests} request${requests === 1 ? '' : 's'}); ${end.how === 'trace-ended' ? 'none is answered up to the end of the trace' : endText(end)}`,
});
