/** Puts a diagnosis together: why the call ended, what led there, and what else is wrong. */
import type { Concern } from '../../../shared/diagnosis';
import { plural } from '../../../shared/words';
import { audioOf } from './audio';
import { concernOf, type Case } from './case';
import { courseOf } from './course';
import type { Ending } from './endings/ending';
import { endingOf } from './endings/index';
import type { Contribution, Diagnosis, KnownFinding, Place } from './model';
import { isBroken, isBystander, isSymptom } from './relations';
import { rootOf, type Root } from './root';

/** So many rules are told beside the cause. */
const mostAlso = 3;

/** Diagnoses a call. */
export function diagnoseCall(of: Omit<Case, 'course'>): Diagnosis {
  const it: Case = { ...of, course: courseOf(of.call) };
  const ending = endingOf(it);
  const root = ending.isCause ? null : rootOf(it, ending);
  // A call that went as usual may have defects all the same, and one that ended for a user's reason, too.
  const worst = root === null ? worstOf(it.findings, ending) : null;
  const cause = root?.finding ?? worst;
  const also = alsoOf(it.findings, ending, cause);
  const grade = gradeOf(ending, cause);
  // A warning may be why a call that went as usual was of no use: it is named, though nothing shows that it was.
  const warned = grade === 'fine' ? (also[0]?.finding ?? null) : null;
  // What an end advises is no use where a defect is known that the end says nothing of.
  const isDefect = root !== null || (worst !== null && grade === 'doubtful');
  return {
    grade,
    headline: headlineOf(it, ending, root, worst, grade, also),
    tone: toneOf(it, ending, cause, grade),
    text: textOf(it, ending, root, worst, also),
    advice: isDefect
      ? (cause?.message ?? '')
      : ending.advice === ''
        ? ((worst ?? warned)?.message ?? '')
        : ending.advice,
    side:
      warned !== null
        ? sideOf(it, warned)
        : cause !== null && (isDefect || ending.side === null)
          ? sideOf(it, cause)
          : ending.side,
    confidence: confidenceOf(ending, root, worst, grade),
    rules: rulesOf(it, ending, [cause, ...also.map(({ finding }) => finding)]),
    places: placesOf(ending, isDefect ? cause : warned),
    also: also.map(({ contribution }) => contribution),
    audio: audioOf(it),
  };
}

/** The worst fact first: what is wrong with a call that went through, else why it ended. */
function headlineOf(
  it: Case,
  ending: Ending,
  root: Root | null,
  worst: KnownFinding | null,
  grade: Diagnosis['grade'],
  also: readonly Also[],
): string {
  const told = ending.short === undefined ? ending : { ...ending, text: ending.short };
  if (root === null && worst !== null && grade === 'doubtful') return `${worst.rule.title}. ${told.text}.`;
  return textOf(it, told, root, null, also);
}

const tones: Readonly<Record<Diagnosis['grade'], Diagnosis['tone']>> = {
  bad: 'error',
  doubtful: 'warning',
  open: 'info',
  ordinary: 'info',
  fine: 'good',
};

/** Of a call that went well only what endangers its secrets may be one. */
function hasError({ findings }: Case): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function toneOf(
  it: Case,
  { short }: Ending,
  cause: KnownFinding | null,
  grade: Diagnosis['grade'],
): Diagnosis['tone'] {
  const { course } = it;
  const isRefusal = short !== undefined && (course.final?.facts.status ?? 0) >= 400;
  if (isRefusal && grade === 'ordinary') return 'error';
  // An error heads what is said; without ICE there was nothing to hear, however the signalling went.
  const isBad =
    (cause !== null && (cause.severity === 'error' || isBroken(cause.rule.id))) ||
    it.replay?.forks.some(({ active, main }) => active && main?.state === 'failed') === true;
  if (grade === 'doubtful' && isBad) return 'error';
  return grade === 'fine' && hasError(it) ? 'warning' : tones[grade];
}

/** A call that went as usual, or of which the trace holds a part, may have a defect all the same. */
function gradeOf({ grade }: Ending, cause: KnownFinding | null): Diagnosis['grade'] {
  if (cause === null) return grade;
  // Who hangs up before ICE comes through ends the call as users do, and yet it would have had no audio.
  const isMasked = grade === 'ordinary' && isBroken(cause.rule.id);
  return grade === 'fine' || grade === 'open' || isMasked ? 'doubtful' : grade;
}

/** @param also what rules beside the cause have to say */
function textOf(
  it: Case,
  { text, grade, isCause, isTold }: Ending,
  root: Root | null,
  worst: KnownFinding | null,
  also: readonly Also[],
): string {
  if (root !== null) {
    const how = root.isSeenAtWork ? 'Cause' : root.isLikely ? 'Likely cause' : 'Possible cause';
    return `${text}. ${how}: ${root.finding.rule.title}.`;
  }
  if (worst !== null)
    return `${text}. ${grade === 'bad' ? 'What else is wrong' : 'Wrong all the same'}: ${worst.rule.title}.`;
  if (grade === 'fine' && hasError(it))
    return `${text}; its course shows no defect, but its keys are at risk.`;
  if (grade === 'fine') return `${text}; ${warningText(it, also)}.`;
  return grade === 'bad' && !isCause && !isTold
    ? `${text}. Nothing else in this trace tells the cause.`
    : `${text}.`;
}

function warningText(it: Case, [first, ...others]: readonly Also[]): string {
  if (first === undefined) return `no defect was seen${lossText(it)}`;
  const { title } = first.contribution;
  return others.length === 0
    ? `no error was seen, but a warning: ${title}`
    : `no error was seen, but warnings, the first of them: ${title}`;
}

/** What is cut off cannot show a defect. */
function lossText({ course: { seen }, signalling }: Case): string {
  const cut = seen.filter(({ message }) => signalling.isCut(message)).length;
  return cut === 0 ? '' : `, with ${String(cut)} of ${plural(seen.length, 'message')} cut`;
}

function confidenceOf(
  ending: Ending,
  root: Root | null,
  worst: KnownFinding | null,
  grade: Diagnosis['grade'],
): Diagnosis['confidence'] {
  if (root !== null) return root.isSeenAtWork ? 'observed' : root.isLikely ? 'likely' : 'possible';
  if (ending.isTold) return 'observed';
  if (ending.isCause) return worst === null || grade !== 'doubtful' ? 'observed' : 'possible';
  return 'possible';
}

/** The worst error of a call that nothing explains by it. */
function worstOf(findings: readonly KnownFinding[], { says }: Ending): KnownFinding | null {
  const errors = findings.filter(
    ({ rule, severity }) => severity === 'error' && !says.includes(rule.id) && !isBystander(rule.id),
  );
  return errors.find(({ rule }) => !isSymptom(rule.id)) ?? errors[0] ?? null;
}

interface Also {
  readonly finding: KnownFinding;
  readonly contribution: Contribution;
}

/** Errors first, then warnings, a rule each, causes before symptoms. */
function alsoOf(
  findings: readonly KnownFinding[],
  { says }: Ending,
  chosen: KnownFinding | null,
): readonly Also[] {
  const known = new Set<string>(says);
  if (chosen !== null) known.add(chosen.rule.id);
  const first: KnownFinding[] = [];
  for (const finding of findings) {
    if (finding.severity === 'info' || known.has(finding.rule.id)) continue;
    known.add(finding.rule.id);
    first.push(finding);
  }
  return first
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostAlso)
    .map((finding) => ({
      finding,
      contribution: {
        rule: finding.rule.id,
        title: finding.rule.title,
        place: { in: finding.in, at: finding.at },
      },
    }));
}

function rank({ rule, severity }: KnownFinding): number {
  return (severity === 'error' ? 0 : 2) + (isBystander(rule.id) ? 4 : isSymptom(rule.id) ? 1 : 0);
}

/** Who has to change what a finding speaks of: whom its rule binds, else who sent it. */
function sideOf({ call }: Case, { rule, in: message }: KnownFinding): Concern | null {
  if (rule.applies === 'sbc' || rule.applies === 'teams' || rule.applies === 'network') return rule.applies;
  if (rule.id.startsWith('net-')) return 'network';
  const sender = call.messages.find((each) => each.message === message);
  return sender === undefined ? null : concernOf(call, sender.party);
}

function rulesOf(
  { findings }: Case,
  { says }: Ending,
  told: readonly (KnownFinding | null)[],
): readonly string[] {
  const own = findings.flatMap(({ rule }) => (says.includes(rule.id) ? [rule.id] : []));
  const [cause, ...also] = told.flatMap((each) => (each === null ? [] : [each.rule.id]));
  return [...new Set([...(cause === undefined ? [] : [cause]), ...own, ...also])];
}

function placesOf({ shown }: Ending, cause: KnownFinding | null): readonly Place[] {
  const places = [
    ...(cause === null ? [] : [{ in: cause.in, at: cause.at }]),
    ...(shown === null ? [] : [shown]),
  ];
  return places.filter(
    (place, index) =>
      places.findIndex((each) => each.in === place.in && each.at.start === place.at.start) === index,
  );
}
