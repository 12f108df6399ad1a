/** One cause, said once: what is said in general stays silent, or is no error, where something special explains it. */
import type { Verdict } from './model';
import type { VerdictId } from './verdicts/ids';

/** Verdicts that say why ICE did not come through, the telling ones first. */
export const causes: readonly VerdictId[] = [
  'consent-refused',
  'consent-lost',
  'wrong-password',
  'wrong-username',
  'misdirected-check',
  'asymmetric-response',
  'lost-between',
  'wrong-mapped-address',
  'unknown-attribute-rejected',
  'unknown-attribute-ignored',
  'role-conflict',
  'restart-broken',
  'remote-candidates',
  'icmp-refused',
  'check-refused',
  'component-blocked',
  'no-response',
  'response-lost',
  'nomination-unanswered',
  'no-checks',
  'not-nominated',
];

/** Without an answer to what it asks, or refused for its role, nobody nominates. */
const hinderNomination: ReadonlySet<VerdictId> = new Set([
  'role-conflict',
  'unknown-attribute-rejected',
  'unknown-attribute-ignored',
  'component-blocked',
]);

/** A call's verdicts without those that others of the same fork explain. */
export function withoutExplained(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.flatMap((verdict) => {
    const { id, facts, fork } = verdict;
    const others = verdicts.filter(
      (each) =>
        each !== verdict &&
        each.severity === 'error' &&
        (each.fork === fork || each.fork === null) &&
        causes.includes(each.id),
    );
    if (id === 'not-nominated')
      return others.some((each) => hinderNomination.has(each.id) && !isMistaken(each)) ? [] : [verdict];
    // That ICE failed stays told; what has to change is told by its cause.
    if (facts.id === 'failed' && facts.why !== 'reason' && others.length > 0)
      return [{ ...verdict, severity: 'info' as const }];
    return [verdict];
  });
}

/** An agent that takes itself for controlled may still learn better, by a 487 or by nobody else nominating. */
function isMistaken({ facts }: Verdict): boolean {
  return facts.id === 'role-conflict' && facts.how !== 'refused' && facts.how !== 'logged';
}
