import { allProfiles } from '../../basics/rule-head';
import type { RuleId } from '../../basics/rule-ids';
import { otherEnd, type End, type VerdictSeverity } from '../../../../shared/ice';
import type { ProtectionFinding } from '../protection-finding';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
  readonly how: Exclude<ProtectionFinding, 'as-negotiated'>;
  /** What protects the stream, in words. */
  readonly protection: string;
}

interface Judgement {
  readonly severity: VerdictSeverity;
  readonly rule: Extract<RuleId, 'media-srtp-auth-failed' | 'media-srtp-mki-unexpected' | 'media-plain-rtp'>;
  /** What it does to the receiver, behind its name. */
  readonly effect: string;
}

const fails = { severity: 'error', rule: 'media-srtp-auth-failed' } as const;
const useless: Judgement = { ...fails, effect: 'cannot decrypt it' };

const judgements: Readonly<Record<Facts['how'], Judgement>> = {
  'key-of-earlier-answer': { ...fails, effect: 'cannot decrypt it unless it keeps the old key' },
  'key-of-later-answer': { ...fails, severity: 'warning', effect: 'does not know that key yet' },
  'other-line': useless,
  'other-fork': useless,
  'wrong-direction': {
    ...fails,
    effect: 'cannot decrypt it: each end sends with the key of its own description',
  },
  'other-call': useless,
  'other-roc': useless,
  'tag-length': useless,
  mki: { severity: 'warning', rule: 'media-srtp-mki-unexpected', effect: 'may fail to decrypt it' },
  plain: { severity: 'warning', rule: 'media-plain-rtp', effect: 'drops it' },
  'no-key': useless,
};

export const srtpKeyMismatch = defineVerdict({
  severity: ({ how }: Facts) => judgements[how].severity,
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'media-srtp-auth-failed',
      title: 'SRTP packets do not verify with the negotiated key',
      severity: 'error',
      basis: 'must',
      applies: 'either',
      source: ['RFC 3711 §4.2, §4.3', 'RFC 4568 §6.4'],
      profiles: allProfiles,
      advice: 'The sender must use the key of its own SDP.',
    },
    {
      id: 'media-srtp-mki-unexpected',
      title: 'SRTP packets carry an MKI that the SDP does not announce, or lack one that it does',
      severity: 'warning',
      basis: 'must',
      applies: 'either',
      source: ['RFC 4568 §6.1', 'RFC 3711 §3.1'],
      profiles: allProfiles,
      advice: 'The sender must leave it out, or announce it in its SDP.',
    },
    {
      id: 'media-plain-rtp',
      title: 'Media is not encrypted although keys were negotiated',
      severity: 'warning',
      basis: 'must',
      applies: 'either',
      source: ['RFC 3711 §4.2', 'RFC 4568 §6.1'],
      profiles: allProfiles,
      advice: 'It must encrypt with the key of its own a=crypto line.',
    },
  ],
  broken: ({ how }: Facts) => [judgements[how].rule],
  text: ({ sender, how, protection }: Facts, names) =>
    `media of ${names[sender]}: ${protection}; ${names[otherEnd(sender)]} ${judgements[how].effect}`,
});
