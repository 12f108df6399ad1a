import { bypassProfile } from '../../basics/rule-head';
import { durationText } from '../../basics/durations';
import { defineVerdict } from './verdict';

interface Facts {
  /** `183`. */
  readonly provisional: string;
  /** Before the 200, with repetitions. */
  readonly requests: number;
  /** From the first check to the first answer. */
  readonly waited: { readonly micros: number };
}

export const deafUntil200 = defineVerdict({
  severity: 'warning',
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'ice-deaf-until-200',
      title: 'The SBC answers no check between its 183 and its 200',
      severity: 'warning',
      basis: 'teams',
      applies: 'sbc',
      source: ['Direct Routing media protocols, "Outbound call to SBC"', 'RFC 8445 §7.3'],
      profiles: bypassProfile,
      advice:
        'It must be ready for checks as soon as it sends its candidate: set up its media, or what plays the ringing, before the 183, or send the 183 without SDP.',
      needs: 'checks',
    },
  ],
  text: ({ provisional, requests, waited }: Facts, names) =>
    `${names.sbc} answers no check between its ${provisional} with SDP and its 200 (${String(requests)} requests), but does so behind it: the first one waited ${durationText(waited.micros)}`,
});
