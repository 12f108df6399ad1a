/** What later offers and answers of a dialog do to ICE, as findings. The replay has its verdicts from the same place. */
import type { Party } from '../../../../shared/calls';
import { nameOfParty, renegotiationOf, type Breach } from '../../ice/renegotiation';
import { breachText, measureText, type BreachFacts } from '../../ice/verdicts/breach';
import { changeText } from '../changed-values';
import { capital } from '../../../../shared/words';
import type { CallSubject, Fix } from '../rule';

/**
 * Reports what breaks one rule.
 *
 * @param advice who changes what, one sentence with its full stop
 */
export function reportBreaches(
  { call, report }: CallSubject,
  rule: BreachFacts['rule'],
  advice: string,
  fixFor: (breach: Breach) => Fix | null = () => null,
): void {
  const nameOf = (party: Party): string => nameOfParty(call, party);
  for (const breach of renegotiationOf(call).breaches) {
    const { facts, description, at, measure } = breach;
    if (facts.rule !== rule) continue;
    const fix = fixFor(breach);
    report({
      in: description.body,
      at,
      message: `${capital(breachText(facts, nameOf))}.${changesText(breach)} ${advice}`,
      related: [{ ...measure, message: measureText(facts, nameOf) }],
      ...(fix === null ? {} : { fix }),
    });
  }
}

/** ` Changed: the ufrag (now "…", before "…").`; nothing where no credential changes. */
function changesText({ changes }: Breach): string {
  const said = changes.map(({ name, was, is }) => `the ${name}${changeText(was, is, name === 'password')}`);
  return said.length === 0 ? '' : ` Changed: ${said.join(' and ')}.`;
}
