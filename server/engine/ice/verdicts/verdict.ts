/**
 * What a verdict is. Its file declares what it rests on, how bad it is, the rules that say the same, and its words; the
 * automata only give its facts.
 */
import type { RuleHead } from '../../basics/rule-head';
import type { RuleId } from '../../basics/rule-ids';
import type { VerdictSeverity } from '../../../../shared/ice';
import type { Evidence } from '../../../../shared/evidence';
import type { End } from '../../../../shared/ice';

/** How sentences call the two ends. */
export type Names = Readonly<Record<End, string>>;

/** A rule of packets that only reports a verdict: all of it stands here. */
export interface VerdictRule extends Omit<RuleHead, 'fixable'> {
  /** Who changes what; stands behind the words of the verdict. One sentence with its full stop. */
  readonly advice: string;
  /** Type of the STUN attribute whose line shows it, where the verdict names no place. */
  readonly shownBy?: number;
  /** What the trace must hold for the rule to have something to look at; nothing where it is not told. */
  readonly needs?: 'checks' | 'media-of-forks';
}

type IdOf<Rule> = Rule extends VerdictRule ? Rule['id'] : Rule;

export interface VerdictKind<
  Facts,
  Rule extends RuleId | VerdictRule = RuleId | VerdictRule,
  Rests extends Evidence = Evidence,
  Absence extends boolean = boolean,
> {
  /** How bad it is; by its facts where that depends on them. */
  readonly severity: VerdictSeverity | ((this: void, facts: Facts) => VerdictSeverity);
  /** What it may rest on. */
  readonly rests: readonly Rests[];
  /** Whether it says that something was never there: the trace must be able to show it. */
  readonly absence: Absence;
  /** Of a doubt on a single check: worth a warning even where ICE completed all the same. */
  readonly lasting?: boolean;
  /** The rules that say the same, and those that only report it. */
  readonly rules: readonly Rule[];
  /** Which of {@link rules} one of these facts breaks; all where this is missing. */
  readonly broken?: (this: void, facts: Facts) => readonly IdOf<Rule>[];
  /** Plain text without a full stop at its end; what the trace says in it is not escaped. */
  readonly text: (this: void, facts: Facts, names: Names) => string;
}

/** Declares a verdict; its facts are what {@link VerdictKind.text} takes. */
export function defineVerdict<
  Facts,
  const Rule extends RuleId | VerdictRule,
  const Rests extends Evidence,
  const Absence extends boolean,
>(kind: VerdictKind<Facts, Rule, Rests, Absence>): VerdictKind<Facts, Rule, Rests, Absence> {
  return kind;
}
