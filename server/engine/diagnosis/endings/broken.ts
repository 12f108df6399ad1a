/** The call was answered, and of no use: no audio, no ICE, a session that ran out. Rules tell so. */
import { durationText } from '../../basics/durations';
import type { Case } from '../case';
import { between } from '../course';
import { isBroken, topicOf } from '../relations';
import type { Ending } from './ending';

export function broken({ call, course, findings, signalling }: Case): Ending | null {
  if (call.outcome !== 'answered' && call.outcome !== 'partial') return null;
  const symptom = findings.find(({ rule, severity }) => severity === 'error' && isBroken(rule.id));
  if (symptom === undefined) return null;
  const up = between(signalling, course.final, course.bye);
  return {
    grade: 'bad',
    text: `The call was answered${up === null ? '' : ` and was up for ${durationText(up)}`}, but ${lower(symptom.rule.title)}`,
    topic: topicOf(symptom.rule.id),
    shown: { in: symptom.in, at: symptom.at },
    advice: symptom.message,
    side: null,
    isCause: false,
    isTold: false,
    transaction: null,
    blamed: null,
    says: [symptom.rule.id],
  };
}

/** A title in the midst of a sentence; names and abbreviations keep their capitals. */
export function lower(title: string): string {
  return /^[A-Z][a-z]/.test(title) && !/^(?:Microsoft|Teams)\b/.test(title)
    ? title.slice(0, 1).toLowerCase() + title.slice(1)
    : title;
}
