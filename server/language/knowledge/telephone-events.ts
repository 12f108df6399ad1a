/** What the numbers of `telephone-event` stand for. */

interface EventGroup {
  readonly from: number;
  readonly to: number;
  /** What all of them are, in the plural. */
  readonly name: string;
  /** By number, counted from {@link from}; where one is missing or empty, the number says it. */
  readonly names: readonly string[];
}

/**
 * The registry audio/telephone-event: keys (RFC 4733 §3.2), modems and faxes (RFC 4734), lines and tones (RFC 2833 §3.11 to
 * §3.13), trunks (RFC 5244). 192 to 202 are of Cisco's named signalling events, which the registry does not know (observed).
 */
export const EVENT_GROUPS: readonly EventGroup[] = [
  { from: 0, to: 9, name: 'digits', names: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  { from: 10, to: 10, name: 'star', names: ['*'] },
  { from: 11, to: 11, name: 'hash', names: ['#'] },
  { from: 12, to: 15, name: 'keys', names: ['A', 'B', 'C', 'D'] },
  { from: 16, to: 16, name: 'hook', names: ['flash hook'] },
  {
    from: 32,
    to: 49,
    name: 'fax and modem signals',
    names: [
      'answer tone (ANS)',
      'answer tone with phase reversal (/ANS)',
      'answer tone of V.8 (ANSam)',
      'the same with phase reversal (/ANSam)',
      'fax calling tone (CNG)',
      'V.21 channel 1, bit 0',
      'V.21 channel 1, bit 1',
      'V.21 channel 2, bit 0',
      'V.21 channel 2, bit 1',
      'CRdi',
      'CRdr',
      'CRe',
      'ESi',
      'ESr',
      'MRdi',
      'MRdr',
      'MRe',
      'modem calling tone (CT)',
    ],
  },
  {
    from: 64,
    to: 89,
    name: 'line states and tones',
    names: [
      'off hook',
      'on hook',
      'dial tone',
      'internal dial tone',
      'special dial tone',
      'second dial tone',
      'ringing tone',
      'special ringing tone',
      'busy tone',
      'congestion tone',
      'special information tone',
      'comfort tone',
      'hold tone',
      'record tone',
      'caller waiting tone',
      'call waiting tone',
      'pay tone',
      'positive indication tone',
      'negative indication tone',
      'warning tone',
      'intrusion tone',
      'calling card service tone',
      'payphone recognition tone',
      'alerting signal of the line',
      'off-hook warning tone',
      'ring',
    ],
  },
  { from: 96, to: 112, name: "tones of a country's network", names: [] },
  { from: 128, to: 143, name: 'multi-frequency signals of trunks', names: [] },
  { from: 144, to: 159, name: 'ABCD bits of trunks', names: [] },
  { from: 160, to: 173, name: 'line signals and test tones of trunks', names: [] },
  { from: 192, to: 194, name: "Cisco's signals for fax and modem pass-through", names: [] },
  { from: 200, to: 202, name: "Cisco's signals for the change to T.38", names: [] },
];
