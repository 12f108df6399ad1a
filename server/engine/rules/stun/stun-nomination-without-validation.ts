import type { CheckReplay } from '../../ice/model';
import { USE_CANDIDATE } from '../../stun/attributes';
import { checksOf, attributePlace } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { hasType, onePerFork, othersAlike } from './stun-packets';

export const rule = defineRule({
  id: 'stun-nomination-without-validation',
  title: 'A pair is nominated before a check on it was answered',
  severity: 'info',
  basis: 'must',
  applies: 'teams',
  source: ['RFC 8445 §8.1.1', 'RFC 5245 §8.1.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const early = nominationsWithoutAnswer(checksOf(subject));
    for (const { first, count } of onePerFork(early)) {
      subject.report({
        ...attributePlace(first.message, USE_CANDIDATE),
        message:
          'Teams nominates a pair whose checks before were not answered, as far as this capture shows. With regular ' +
          'nomination a pair is valid first, so an answer may be missing in the capture; the SBC must take the nomination ' +
          `all the same.${othersAlike(count)}`,
      });
    }
  },
});

interface PairSoFar {
  /** Place in the trace of the first success; behind all where there was none. */
  answeredAt: number;
  wasNominated: boolean;
}

/** A first check that nominates is aggressive nomination, which has a rule of its own. */
function nominationsWithoutAnswer(
  checks: readonly CheckReplay[],
): readonly (CheckReplay & { readonly message: CheckReplay['request'] })[] {
  const pairs = new Map<string, PairSoFar>();
  return checks.flatMap((check) => {
    const { of, pair, sender, stun, request } = check;
    if (pair === null || sender !== 'teams') return [];
    const key = `${of.fork} ${of.session} ${pair}`;
    const nominates = hasType(stun, USE_CANDIDATE);
    const known = pairs.get(key);
    if (known === undefined) {
      pairs.set(key, { answeredAt: successOf(check), wasNominated: nominates });
      return [];
    }
    const isEarly = nominates && !known.wasNominated && known.answeredAt > request.index;
    known.answeredAt = Math.min(known.answeredAt, successOf(check));
    known.wasNominated ||= nominates;
    return isEarly ? [{ ...check, message: request }] : [];
  });
}

function successOf({ responses }: CheckReplay): number {
  return responses.find(({ stun }) => stun.class === 'success')?.message.index ?? Infinity;
}
