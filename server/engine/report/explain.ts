/** `explain`: a paragraph a call, worst first, as one would write it into a ticket. */
import { grades, type DiagnosisGrade } from '../../../shared/diagnosis';
import { timeText, toIsoAsFarAsKnown } from '../../../shared/times';
import { withoutControls } from '../../../shared/controls';
import { unreadParagraph } from '../basics/unread-frames';
import { type AnalysedCall, upkeepText } from './calls';
import { captureParagraph } from './capture';
import { diagnosisParagraph, isTelling } from './diagnosis';
import type { FileHead } from './file-report';
import type { ListWriter } from './list-writer';
import type { DiagnosisValue, ExplainRow } from './shapes';

/** What a trace cannot show. */
type Limits = Pick<FileHead, 'evidence' | 'unread'>;

/**
 * Tells of all calls of a trace, and of registrations and the like that failed.
 *
 * @param limits are told where there are none: what was not read may hold some
 */
export function writeExplanations(
  writer: ListWriter,
  analysed: readonly AnalysedCall[],
  limits: Limits,
): void {
  const explained = worstFirst(analysed);
  for (const each of explained) writer.row(() => rowOf(each));
  writer.lines(() => explainText(explained, analysed, limits));
}

interface Explained {
  readonly call: AnalysedCall;
  readonly diagnosis: DiagnosisValue;
}

function worstFirst(analysed: readonly AnalysedCall[]): readonly Explained[] {
  return analysed
    .flatMap((call): readonly Explained[] => {
      const { diagnosis, kind } = call;
      const isAlwaysTold = kind === 'call' || kind === 'transfer';
      if (diagnosis === null || (!isAlwaysTold && !isTelling(diagnosis.grade))) return [];
      return [{ call, diagnosis }];
    })
    .sort((a, b) => rank(a.diagnosis.grade) - rank(b.diagnosis.grade) || a.call.start - b.call.start);
}

function rank(grade: DiagnosisGrade): number {
  return grades.indexOf(grade);
}

function rowOf({ call, diagnosis }: Explained): ExplainRow {
  const { kind, callId, from, to, started, outcome, requests } = call;
  return {
    kind,
    callId,
    from,
    to,
    started: toIsoAsFarAsKnown(started),
    outcome: kind === 'call' ? outcome : null,
    status: kind === 'call' ? call.status : (requests.at(-1)?.status ?? null),
    diagnosis,
  };
}

function* explainText(
  explained: readonly Explained[],
  analysed: readonly AnalysedCall[],
  limits: Limits,
): Generator<string> {
  if (explained.length === 0) yield* absenceText(limits);
  let isFirst = true;
  for (const { call, diagnosis } of explained) {
    if (!isFirst) yield '';
    isFirst = false;
    yield `${withoutControls(headOf(call))}: ${diagnosisParagraph(diagnosis)}`;
  }
  yield* upkeepText(analysed);
}

function* absenceText({ evidence, unread }: Limits): Generator<string> {
  const limits = [...captureParagraph(evidence.map(({ message }) => message)), ...unreadParagraph(unread)];
  const where = limits.length === 0 ? 'in this trace' : 'in what can be read of this trace';
  yield `No call, and nothing else that failed, is ${where}.`;
  for (const paragraph of limits) yield withoutControls(paragraph);
}

/** `2026-01-31 10:00:00 UTC, sip:a@example.com to sip:b@example.com (Call-ID x)` */
function headOf({ kind, started, from, to, callId }: AnalysedCall): string {
  const time = timeText(started);
  const when = time === null ? '' : `${time}${started?.date === 'full' ? ' UTC' : ''}, `;
  const [caller, callee] = [from, to].map((each) => (each === '' ? 'unknown' : each));
  const id = callId === '' ? 'its Call-ID is not in the trace' : `Call-ID ${callId}`;
  return `${when}${kind === 'call' ? '' : `${kind} of `}${caller ?? ''} to ${callee ?? ''} (${id})`;
}
