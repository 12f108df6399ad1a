/** Rules that only report a verdict of the replay: the table of verdicts has all of them. */
import { verdictRules } from '../ice/verdicts/index';
import type { VerdictRule } from '../ice/verdicts/verdict';
import { checksOf, reportVerdicts } from './packets';
import { defineRule, type PacketRule, type PacketSubject, type Rule } from './rule';

export const rulesOfVerdicts: readonly Rule[] = verdictRules.map(ruleOf);

function ruleOf({ advice, shownBy, needs, ...head }: VerdictRule): PacketRule {
  const { id } = head;
  return defineRule({
    ...head,
    fixable: false,
    scope: 'packet',
    check(subject) {
      if (subject.replay.verdicts.some(({ rules }) => rules.includes(id)))
        reportVerdicts(subject, id, advice, shownBy ?? null);
      else lookFor(needs, subject);
    },
  });
}

/** Says so where the trace holds nothing to look at. */
function lookFor(needs: VerdictRule['needs'], subject: PacketSubject): void {
  const { forks, media } = subject.replay;
  if (needs === 'checks') checksOf(subject);
  if (needs === 'media-of-forks' && forks.length > 1 && media.length === 0)
    subject.notEvaluated('the trace holds no media of the call');
}
