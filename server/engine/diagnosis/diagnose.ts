/** Puts a diagnosis together: why the call ended, what led there, and what else is wrong. */
import type { Concern } from '../../../shared/diagnosis';
import { audioOf } from './audio';
import { concernOf, type Case } from './case';
import { courseOf } from './course';
import type { Ending } from './endings/ending';
import { endingOf } from './endings/index';
import type { Contribution, Diagnosis, KnownFinding, Place } from './model';
import { isBystander, isSymptom } from './relations';
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
  const also = alsoOf(it.findings, ending, root?.finding ?? worst);
  const isDoubtful =
    worst !== null && (ending.grade === 'fine' || ending.grade === 'ordinary' || ending.grade === 'open');
  return {
    grade: isDoubtful && ending.grade === 'fine' ? 'doubtful' : ending.grade,
    text: textOf(ending, root, worst),
    advice: root?.finding.message ?? (ending.advice === '' ? (worst?.message ?? '') : ending.advice),
    side:
      root !== null ? sideOf(it, root.finding) : (ending.side ?? (worst === null ? null : sideOf(it, worst))),
    confidence: confidenceOf(ending, root, worst),
    rules: rulesOf(it, ending, [root?.finding ?? worst, ...also.map(({ finding }) => finding)]),
    places: placesOf(ending, root?.finding ?? (ending.grade === 'fine' ? worst : null)),
    also: also.map(({ contribution }) => contribution),
    audio: audioOf(it),
  };
}

function textOf(ending: Ending, root: Root | null, worst: KnownFinding | null): string {
  const end = `${ending.text}.`;
  if (root !== null) {
    const how = root.isSeenAtWork ? 'Cause' : root.isLikely ? 'Likely cause' : 'Possible cause';
    return `${end} ${how}: ${root.finding.rule.title}.`;
  }
  if (worst !== null)
    return `${end} ${ending.grade === 'bad' ? 'What else is wrong' : 'Wrong all the same'}: ${worst.rule.title}.`;
  if (ending.grade === 'fine') return `${end.slice(0, -1)}; no defect was seen.`;
  return ending.grade === 'bad' && !ending.isCause && !ending.isTold
    ? `${end} Nothing else in this trace tells the cause.`
    : end;
}

function confidenceOf(
  ending: Ending,
  root: Root | null,
  worst: KnownFinding | null,
): Diagnosis['confidence'] {
  if (root !== null) return root.isSeenAtWork ? 'observed' : root.isLikely ? 'likely' : 'possible';
  if (ending.isTold) return 'observed';
  if (ending.isCause) return worst === null || ending.grade !== 'fine' ? 'observed' : 'possible';
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
