/** What later offers and answers of a dialog do to ICE, as findings. The replay has its verdicts from the same place. */
import { renegotiationOf, type Breach, type BreachRule } from '../../ice/renegotiation';
import { capital } from '../packets';
import type { CallSubject, Fix } from '../rule';

/**
 * Reports what breaks one rule.
 *
 * @param advice who changes what, one sentence with its full stop
 */
export function reportBreaches(
  { call, report }: CallSubject,
  rule: BreachRule,
  advice: string,
  fixFor: (breach: Breach) => Fix | null = () => null,
): void {
  for (const breach of renegotiationOf(call).breaches) {
    if (breach.rule !== rule) continue;
    const { description, at, message, measure } = breach;
    const fix = fixFor(breach);
    report({
      in: description.body,
      at,
      message: `${capital(message)}. ${advice}`,
      related: [measure],
      ...(fix === null ? {} : { fix }),
    });
  }
}
