import { bypassProfile } from '../../basics/rule-head';
import { otherEnd, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
}

export const liteSentCheck = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'stun-lite-sent-check',
      title: 'The SBC sends connectivity checks although it is ICE Lite',
      severity: 'error',
      basis: 'teams',
      applies: 'sbc',
      source: ['Direct Routing media protocols, "Connectivity checks"', 'RFC 8445 §2.5', 'RFC 5245 §7'],
      profiles: bypassProfile,
      advice:
        'An SBC that says a=ice-lite must send no Binding requests: switch its ICE to Lite, not only its SDP.',
      needs: 'checks',
    },
  ],
  text: ({ sender }: Facts, names) =>
    `${names[sender]} sends checks although its SDP says a=ice-lite: a lite agent only answers; ${names[otherEnd(sender)]} may learn candidates from it that nobody signalled`,
});
