import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** How many checks are missing. */
  readonly checks: number;
  /** Of the first one: who sent it and whom to. */
  readonly from: Address;
  readonly to: Address;
  readonly transactionId: string;
}

export const captureGap = defineVerdict({
  severity: 'info',
  rests: ['observed'],
  absence: false,
  rules: [],
  text: ({ checks, from, to, transactionId }: Facts) =>
    `the capture lacks ${checks === 1 ? 'a check' : `${String(checks)} checks`} whose answers it has, the first one from ${addressText(from)} to ${addressText(to)} (transaction ${transactionId}): what else is missing may have been there`,
});
