/** Diagnoses in print: as JSON, and in the sentences that go into a ticket. */
import type { DiagnosisGrade, DiagnosisSummary } from '../../../shared/diagnosis';
import { withoutControls } from '../../../shared/controls';
import type { Analysis } from '../analysis/model';
import type { Lines } from '../basics/lines';
import type { Diagnosis, Place } from '../diagnosis/model';
import { inTrace } from '../traces/message';
import { dialogKindOf } from './requests';
import type { CallDiagnosisValue, DiagnosisPlaceValue, DiagnosisValue } from './shapes';

/** A diagnosis as JSON: plain data. */
export function diagnosisValue(diagnosis: Diagnosis, lines: Lines): DiagnosisValue {
  const { grade, headline, text, advice, side, confidence, rules, places, also, audio } = diagnosis;
  const shown = places.map((place) => placeValue(place, lines));
  return {
    headline,
    text,
    advice,
    side,
    confidence,
    rules,
    lines: shown.map(({ line }) => line),
    frames: shown.flatMap(({ frame }) => (frame === null ? [] : [frame])),
    grade,
    also: also.map(({ rule, title, place }) => ({ rule, title, ...placeValue(place, lines) })),
    audio,
  };
}

function placeValue({ in: message, at }: Place, lines: Lines): DiagnosisPlaceValue {
  return {
    line: lines.positionAt(inTrace(message, at).start).line,
    frame: message.record.meta.frame ?? null,
  };
}

/** A diagnosis, and where its call begins in the trace text. */
export interface PlacedDiagnosis {
  readonly start: number;
  readonly diagnosis: CallDiagnosisValue;
}

/** The diagnoses that say more than that all is well, in order of the trace. */
export function placedDiagnoses(
  { trace, diagnoses, silenced }: Pick<Analysis, 'trace' | 'diagnoses' | 'silenced'>,
  lines: Lines,
): readonly PlacedDiagnosis[] {
  return trace.calls.flatMap((call): readonly PlacedDiagnosis[] => {
    const diagnosis = diagnoses.of(call);
    if (diagnosis === null || !isTelling(diagnosis.grade)) return [];
    // A call that ended well is not told of for what is ignored or known; one that failed is.
    const [cause = ''] = diagnosis.rules;
    if (diagnosis.grade === 'doubtful' && silenced.get(call.key)?.has(cause) === true) return [];
    const { callId, from, to } = call;
    return [
      {
        start: call.messages[0]?.message.record.span.start ?? 0,
        diagnosis: { kind: dialogKindOf(call), callId, from, to, ...diagnosisValue(diagnosis, lines) },
      },
    ];
  });
}

/** The first of them, and how many calls failed. */
export function tellingOf(
  placed: readonly PlacedDiagnosis[],
  most: number,
): { readonly diagnoses: readonly CallDiagnosisValue[]; readonly failed: number } {
  return {
    diagnoses: placed.slice(0, most <= 0 ? placed.length : most).map(({ diagnosis }) => diagnosis),
    failed: placed.filter(({ diagnosis }) => diagnosis.grade === 'bad').length,
  };
}

/** One sentence for a list: what went wrong, and the line to look at. */
export function diagnosisLine({ text, lines, frames }: DiagnosisValue): string {
  const [line] = lines;
  const [frame] = frames;
  const place =
    line === undefined
      ? ''
      : ` (line ${String(line)}${frame === undefined ? '' : `, frame ${String(frame)}`})`;
  return withoutControls(`${text}${place}`);
}

/** Whether a diagnosis has something to say beside that all is well. */
export function isTelling(grade: DiagnosisGrade): boolean {
  return grade === 'bad' || grade === 'doubtful';
}

/** All of a diagnosis in one paragraph, as one would write it into a ticket. */
export function diagnosisParagraph(diagnosis: DiagnosisValue): string {
  const { text, advice, side, confidence, lines, frames, also, audio, rules, grade } = diagnosis;
  const sentences = [text];
  if (advice !== '') sentences.push(`To do${side === null ? '' : ` (${sideWords[side]})`}: ${advice}`);
  if (also.length > 0)
    sentences.push(`Also: ${also.map(({ title, line }) => `${title} (line ${String(line)})`).join('; ')}.`);
  if (audio !== '') sentences.push(audio);
  if (lines.length > 0)
    sentences.push(
      `See line ${lines.join(', ')}${frames.length === 0 ? '' : ` (frame ${frames.join(', ')})`}` +
        `${rules.length === 0 ? '' : `; rules ${rules.join(', ')}`}.`,
    );
  if (isTelling(grade)) sentences.push(`Sureness: ${confidence}.`);
  return withoutControls(sentences.join(' '));
}

const sideWords = {
  sbc: 'SBC',
  teams: 'Teams',
  network: 'network',
  peer: 'other side of the SBC',
} as const;

/** A diagnosis as a list shows it beside its call. */
export function summaryOf(diagnosis: Diagnosis | null): DiagnosisSummary | null {
  if (diagnosis === null) return null;
  const { grade, headline, tone, text, advice, audio } = diagnosis;
  return {
    grade,
    headline: withoutControls(headline),
    tone,
    text: withoutControls(text),
    advice: withoutControls(advice),
    audio: withoutControls(audio),
  };
}
