import { allProfiles } from '../../basics/rule-head';
import { plural } from '../../../../shared/words';
import { addressText } from '../address';
import type { Address, End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
  /** The two names of the end behind the NAT. */
  readonly inside: Address;
  readonly outside: Address;
  /** The end beyond the NAT. */
  readonly peer: Address;
  readonly way: 'out' | 'in';
  /** How many of them, repetitions counted. */
  readonly checks: number;
  readonly answers: number;
  /** Packets of RTP. */
  readonly media: number;
  /** ICE came through all the same. */
  readonly completed: boolean;
}

export const lostBetween = defineVerdict({
  severity: ({ completed }: Facts) => (completed ? 'warning' : 'error'),
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'ice-lost-between',
      title: 'Checks, answers or media enter a NAT and never come out of it',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
      basis: 'observed',
      applies: 'either',
      source: ['RFC 4787 §4.3, §5', 'RFC 8445 §7.2.5.2.1', 'Direct Routing media protocols'],
      profiles: allProfiles,
      advice:
        'Both sides of the NAT were captured: let the NAT or firewall between them pass UDP of the media ports in both directions; the SBC needs no change for this.',
    },
  ],
  text: (facts: Facts, names) => {
    const { sender, inside, outside, peer, way, checks, answers, media } = facts;
    const what = [
      ...(checks === 0 ? [] : [plural(checks, 'check')]),
      ...(answers === 0 ? [] : [plural(answers, 'answer')]),
      ...(media === 0 ? [] : [`${plural(media, 'packet')} of media`]),
    ].join(' and ');
    const path =
      way === 'out'
        ? `leave ${addressText(inside)} for ${addressText(peer)} and never come out of the NAT at ${addressText(outside)}`
        : `come from ${addressText(peer)} to ${addressText(outside)} and never reach ${addressText(inside)} behind the NAT`;
    return `${what} of ${names[sender]} ${path}: they are lost between the two points of capture, in the NAT or firewall there`;
  },
});
