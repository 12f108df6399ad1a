import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly ufrag: string;
  /** Whom it checks, where the trace has no call for it; else null. */
  readonly withoutCall: { readonly sbc: Address } | null;
}

export const orphanFork = defineVerdict({
  severity: 'info',
  rests: ['observed'],
  absence: false,
  rules: ['stun-username-unknown'],
  text: ({ ufrag, withoutCall }: Facts) =>
    withoutCall === null
      ? `an endpoint (ufrag ${ufrag}) checks without an answer in the trace`
      : `an endpoint (ufrag ${ufrag}) checks ${addressText(withoutCall.sbc)}, but no description in the trace has its ufrag: the signalling is encrypted or was not captured`,
});
