import type { RuleId } from '../../basics/rule-ids';
import type { BrokenPart } from '../../stun/form';
import type { End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
  /** In words. */
  readonly problem: string;
  readonly part: BrokenPart;
  readonly answered: boolean;
}

const ruleOf = {
  header: 'stun-header',
  attributes: 'stun-attr-padding',
  fingerprint: 'stun-fingerprint-bad',
} as const satisfies Readonly<Record<BrokenPart, RuleId>>;

export const malformedPacket = defineVerdict({
  severity: ({ answered }: Facts) => (answered ? 'warning' : 'info'),
  rests: ['observed'],
  absence: false,
  rules: ['stun-header', 'stun-attr-padding', 'stun-fingerprint-bad', 'stun-malformed-side-effect'],
  broken: ({ part, answered, sender }: Facts) => [
    ruleOf[part],
    ...(answered && sender === 'teams' ? (['stun-malformed-side-effect'] as const) : []),
  ],
  text: ({ problem, answered }: Facts) =>
    `a malformed STUN packet (${problem}), ${answered ? 'which was answered; it must be ignored' : 'correctly ignored'}`,
});
