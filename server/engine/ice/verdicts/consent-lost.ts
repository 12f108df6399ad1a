import { durationText } from '../../basics/durations';
import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

/** How a time without consent ended. */
export type ConsentEnd =
  | { readonly how: 'recovered' }
  /** With the message of a label and what its Reason header says; null where it has none. */
  | { readonly how: 'call-ended'; readonly label: string; readonly reason: string | null }
  | { readonly how: 'trace-ended' };

interface Facts {
  /** Who asks for consent. */
  readonly asker: End;
  readonly to: Address;
  /** Checks without an answer. */
  readonly requests: number;
  /** From the first of them to the next answer, or to the end. */
  readonly micros: number;
  /** What the media of the end that does not answer does meanwhile; null where none is in the trace. */
  readonly media: 'goes-on' | 'stops' | null;
  readonly end: ConsentEnd;
}

export const consentLost = defineVerdict({
  severity: ({ end }: Facts) => (end.how === 'recovered' ? 'warning' : 'error'),
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'stun-consent-lost',
      title: 'Checks for consent are not answered for 15 s or longer',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where they are answered again' }],
      basis: 'must',
      applies: 'either',
      source: ['RFC 7675 §5.1', 'RFC 8445 §11', 'Direct Routing media protocols, "Connectivity checks"'],
      profiles: allProfiles,
      advice:
        'An SBC must answer checks on the selected pair as long as the call lasts, on hold too; where its media stops as well, look at its network and its process.',
      needs: 'checks',
    },
  ],
  text: ({ asker, to, requests, micros, media, end }: Facts, names) =>
    [
      `${names[otherEnd(asker)]} leaves the checks for consent of ${names[asker]} to ${addressText(to)} unanswered for ${durationText(micros)} (${requests} request${requests === 1 ? '' : 's'})`,
      media === null
        ? ''
        : media === 'stops'
          ? ', and its media stops with them'
          : ', while its media goes on',
      `; ${endText(end)}`,
    ].join(''),
});

/** `then the call ends (BYE, …)` */
export function endText(end: ConsentEnd): string {
  switch (end.how) {
    case 'recovered':
      return 'then it answers again';
    case 'call-ended':
      return `then the call ends (${end.label}${end.reason === null ? '' : `, ${end.reason}`})`;
    case 'trace-ended':
      return 'it answers no more up to the end of the trace';
  }
}
