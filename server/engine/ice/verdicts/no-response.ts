import { durationText } from '../../basics/durations';
import { addressText } from '../address';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly checker: End;
  /** Teams' ends of the pairs that were checked. */
  readonly teams: readonly Address[];
  readonly sbc: Address;
  readonly requests: number;
  /** From the first to the last request. */
  readonly micros: number;
}

export const noResponse = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: true,
  rules: ['stun-no-response'],
  text: ({ checker, teams, sbc, requests, micros }: Facts, names) =>
    `${names[checker]} never got a response to its checks from ${teams.map(addressText).join(', ')} to ${addressText(sbc)} (${requests} requests, ${durationText(micros)}): ${names[otherEnd(checker)]} or a firewall before it drops them`,
});
