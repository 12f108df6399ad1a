import { allProfiles } from '../../basics/rule-head';
import { durationText } from '../../basics/durations';
import { addressText } from '../address';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly checker: End;
  /** The one that does not answer: 2 is RTCP. */
  readonly component: number;
  /** Where its checks went. */
  readonly to: Address;
  readonly requests: number;
  /** From the first to the last request. */
  readonly micros: number;
}

export const componentBlocked = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'ice-component-blocked',
      title: 'One component of a stream does not answer, so no pair can be nominated',
      severity: 'error',
      basis: 'must',
      applies: 'sbc',
      source: ['RFC 8445 §8.1.1, §6.1.4', 'RFC 5245 §8.1.1', 'Direct Routing media protocols, "RTCP"'],
      profiles: allProfiles,
      advice:
        'Switch on rtcp-mux, so that there is one port only; or open the port of RTCP in the firewall and let the SBC answer on it.',
      needs: 'checks',
    },
  ],
  text: ({ checker, component, to, requests, micros }: Facts, names) =>
    `${names[otherEnd(checker)]} answers on its other port, but not the checks of component ${component}${component === 2 ? ' (RTCP)' : ''} to ${addressText(to)} (${requests} requests, ${durationText(micros)}): ${names[checker]} can nominate nothing until every component has a valid pair`,
});
