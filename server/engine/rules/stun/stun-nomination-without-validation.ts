import { SECOND } from '../../basics/durations';
import type { CallReplay, CheckReplay } from '../../ice/model';
import { USE_CANDIDATE } from '../../stun/attributes';
import type { TraceMessage } from '../../traces/message';
import { attributePlace, checksOf, timeOf } from '../packets';
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
    const early = nominationsWithoutAnswer(checksOf(subject), subject.replay);
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
  /** The first success. */
  answer: TraceMessage | null;
  wasNominated: boolean;
}

/** Two clocks, of which each stamps a direction, are not put right to less. */
const SAME_MOMENT = SECOND / 1000;

/** A first check that nominates is aggressive nomination, which has a rule of its own. */
function nominationsWithoutAnswer(
  checks: readonly CheckReplay[],
  replay: CallReplay,
): readonly (CheckReplay & { readonly message: CheckReplay['request'] })[] {
  const isAnswered = (answer: TraceMessage | null, request: TraceMessage): boolean => {
    if (answer === null || answer.index < request.index) return answer !== null;
    const [asked, answered] = [timeOf(replay, request), timeOf(replay, answer)];
    return asked !== null && answered !== null && answered - asked < SAME_MOMENT;
  };
  const pairs = new Map<string, PairSoFar>();
  return checks.flatMap((check) => {
    const { of, pair, sender, stun, request } = check;
    if (pair === null || sender !== 'teams') return [];
    const key = `${of.fork} ${of.session} ${pair}`;
    const nominates = hasType(stun, USE_CANDIDATE);
    const known = pairs.get(key);
    if (known === undefined) {
      pairs.set(key, { answer: successOf(check), wasNominated: nominates });
      return [];
    }
    const isEarly = nominates && !known.wasNominated && !isAnswered(known.answer, request);
    known.answer = firstOf(known.answer, successOf(check));
    known.wasNominated ||= nominates;
    return isEarly ? [{ ...check, message: request }] : [];
  });
}

function successOf({ responses }: CheckReplay): TraceMessage | null {
  return responses.find(({ stun }) => stun.class === 'success')?.message ?? null;
}

function firstOf(one: TraceMessage | null, other: TraceMessage | null): TraceMessage | null {
  return one === null || (other !== null && other.index < one.index) ? other : one;
}
