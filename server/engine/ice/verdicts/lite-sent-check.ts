import { plural } from '../../../../shared/words';
import { bypassProfile } from '../../basics/rule-head';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { addressText } from '../address';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
  /** Repetitions counted. */
  readonly checks: number;
  /** Addresses that the other end learns from them, and that nobody signalled. */
  readonly learnt: readonly Address[];
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
  text: ({ sender, checks, learnt }: Facts, names) => {
    const other = names[otherEnd(sender)];
    const outcome =
      learnt.length === 0
        ? `${other} may learn candidates from it that nobody signalled`
        : `${other} learns the peer-derived candidate ${learnt.map(addressText).join(', ')} from it, which nobody signalled`;
    return `${names[sender]} sends ${plural(checks, 'check')} although its SDP says a=ice-lite: a lite agent only answers; ${outcome}`;
  },
});
