/** The call went as calls do, as far as the trace shows it. */
import { durationText } from '../../basics/durations';
import { isOrdinary, reasonsOf, reasonText } from '../../sip/reason';
import { capital } from '../../../../shared/words';
import { nameOf, subjectOf, type Case } from '../case';
import { between, type Seen } from '../course';
import { placeOf, type Ending } from './ending';
import { lineOf } from './refused';

export function asUsual(it: Case): Ending {
  const { call, course, signalling } = it;
  const { final, bye, requests } = course;
  const rest = {
    topic: null,
    advice: '',
    side: null,
    isCause: true,
    isTold: false,
    transaction: null,
    blamed: null,
    says: [],
  } as const;
  if (call.kind !== 'call' && final !== null && requests.length > 0)
    return {
      ...rest,
      grade: 'fine',
      text: `${capital(nameOf(call, final.at.party))} answered the ${course.method} with ${lineOf(final)}`,
      shown: placeOf(final),
    };
  const end = bye === null ? null : byeText(bye, nameOf(call, bye.at.party));
  if (call.outcome === 'answered' && bye !== null) {
    const up = between(signalling, final, bye);
    return {
      ...rest,
      grade: 'fine',
      text: `The call was answered and ended by ${end ?? ''}${up === null ? '' : ` after ${durationText(up)}`}`,
      shown: placeOf(bye),
    };
  }
  if (call.outcome === 'answered')
    return {
      ...rest,
      grade: 'fine',
      text: 'The call was answered; its end is not in this trace',
      shown: final === null ? null : placeOf(final),
    };
  const [first] = course.seen;
  return {
    ...rest,
    grade: 'open',
    text: `The trace holds only a part of the ${subjectOf(it)}${end === null ? '' : `, which ended by ${end}`}${final === null ? '' : `; ${nameOf(call, final.at.party)} answered ${String(final.facts.status ?? '')}`}: how it began is not in it`,
    shown: bye !== null ? placeOf(bye) : first === undefined ? null : placeOf(first),
    advice: `Capture ${isOneSided(it) ? 'both directions, ' : ''}from its first request on.`,
  };
}

function isOneSided({ course: { seen } }: Case): boolean {
  return new Set(seen.map(({ at }) => at.party)).size === 1;
}

function byeText(bye: Seen, who: string): string {
  const reason = reasonsOf(bye.sip).find((each) => !isOrdinary(each));
  return `the BYE of ${who}${reason === undefined ? '' : ` (${reasonText(reason)})`}`;
}
