import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
  readonly destination: Address;
  /** Of the receiver. */
  readonly candidates: readonly Address[];
}

export const misdirectedCheck = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'ice-check-wrong-port',
      title: 'A check goes to an address that is no candidate of the SBC',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §7.2.1', 'RFC 5245 §7.2'],
      profiles: allProfiles,
      advice:
        'The address in the SDP must be the one that packets reach: look at the NAT in front of the SBC and at its RTCP port.',
    },
  ],
  text: ({ sender, destination, candidates }: Facts, names) =>
    `${names[sender]} checks ${addressText(destination)}, which is no candidate of ${names[otherEnd(sender)]} (${candidates.map(addressText).join(', ')})`,
});
