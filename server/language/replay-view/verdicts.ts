/** Verdicts and findings of a call, and how it all ended. */
import { type Finding, messageOf } from '../../engine/analysis/model';
import { isEnding } from '../../../shared/ice';
import { isOfCall } from '../../engine/ice/capture-notes';
import type { CallReplay, ForkReplay, Verdict } from '../../engine/ice/model';
import { firstLineOf } from '../../engine/traces/message';
import type { TraceMessage } from '../../engine/traces/message';
import type { ReplayView, VerdictView } from '../../../shared/replay-view';
import { rangeIn, rangeOf } from '../view';
import { plain, type Scene } from './scene';
import { sentence } from '../../../shared/words';
import { severityOrder } from './severity';

export interface Verdicts {
  readonly list: readonly VerdictView[];
  /** Places in {@link list} by the step that decides them. */
  readonly ofStep: ReadonlyMap<number, readonly number[]>;
}

/**
 * What is decided of the call and what is wrong with it, once each: a finding that reports a verdict stands at the
 * verdict's step, a verdict whose rule found nothing worth telling only where it is good or a note.
 */
export function verdictsOf(scene: Scene): Verdicts {
  const { steps } = scene.replay;
  const verdicts = scene.replay.verdicts.filter(isOfCall);
  const byMessage = new Map<TraceMessage, number[]>();
  steps.forEach(({ in: message }, place) => {
    const places = byMessage.get(message);
    if (places === undefined) byMessage.set(message, [place]);
    else places.push(place);
  });
  const placed = (verdict: Placed): number | null => stepOf(scene, verdict, byMessage.get(verdict.in) ?? []);
  const told = new Set<Verdict>();
  const found = findingsOf(scene).map((finding): VerdictView => {
    const message = messageOf(scene.view.analysis, finding);
    const own = verdicts.filter(({ rules }) => rules.some((rule) => rule === finding.rule.id));
    const verdict =
      own.find((each) => each.in === message && !told.has(each)) ?? own.find((each) => !told.has(each));
    for (const each of own) if (each === verdict || each.in === message) told.add(each);
    const place: Placed = verdict ?? { id: finding.rule.id, in: message, fork: null };
    return {
      id: place.id,
      severity: finding.severity,
      evidence: verdict?.evidence ?? 'observed',
      text: sentence(plain(finding.message)),
      fork: place.fork,
      rules: [finding.rule.id],
      step: placed(place),
      range: rangeOf(scene.view, finding.range),
      frame: scene.frameOf(message),
      related: (verdict?.related ?? []).map((each) => ({
        range: scene.rangeOf(each),
        frame: scene.frameOf(each),
      })),
    };
  });
  const isWorthTelling = ({ severity }: Verdict): boolean =>
    severity === 'good' || severity === 'info' || scene.isSimulated || scene.call === null;
  const list = [
    ...verdicts
      .filter((verdict) => !told.has(verdict) && isWorthTelling(verdict))
      .map((verdict) => verdictOf(scene, verdict, placed(verdict))),
    ...found,
  ].sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity] || (a.step ?? -1) - (b.step ?? -1));
  const ofStep = new Map<number, number[]>();
  list.forEach(({ step }, place) => {
    if (step === null) return;
    const places = ofStep.get(step);
    if (places === undefined) ofStep.set(step, [place]);
    else places.push(place);
  });
  return { list, ofStep };
}

/** What a place among the steps is looked for of. */
interface Placed {
  readonly id: string;
  readonly in: TraceMessage;
  readonly fork: number | null;
}

function verdictOf(scene: Scene, verdict: Verdict, step: number | null): VerdictView {
  const { id, severity, evidence, message, fork, rules, in: place, at, related } = verdict;
  return {
    id,
    severity,
    evidence,
    text: sentence(plain(message)),
    fork,
    rules,
    step,
    range: rangeIn(scene.view, place, at ?? firstLineOf(place.parsed)),
    frame: scene.frameOf(place),
    related: related.map((each) => ({ range: scene.rangeOf(each), frame: scene.frameOf(each) })),
  };
}

/**
 * The last step of a verdict's message, one that tells how the session ended or one of its fork before others; else the
 * last step up to it.
 */
function stepOf(scene: Scene, { id, in: message, fork }: Placed, own: readonly number[]): number | null {
  const { steps } = scene.replay;
  const endsSession = (step: number): boolean => {
    const event = steps[step]?.event;
    return event !== undefined && isEnding(event);
  };
  const ofFork = own.filter((step) => fork === null || steps[step]?.fork === fork);
  const best =
    ofFork.findLast((step) => endsSession(step) === (id === 'failed')) ?? ofFork.at(-1) ?? own.at(-1);
  if (best !== undefined) return best;
  let low = -1;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (scene.orderOf(middle) <= message.index) low = middle;
    else high = middle - 1;
  }
  return low === -1 ? null : low;
}

function findingsOf({ view, call }: Scene): readonly Finding[] {
  return call === null ? [] : view.analysis.findings.filter((finding) => finding.call.key === call.key);
}

/** How the call's ICE ended and why: a sentence without a full stop. Good only where nothing is wrong. */
export function iceHeadlineOf(scene: Scene): ReplayView['headline'] {
  const { replay, isSimulated } = scene;
  const { headline, verdicts, forks, names } = replay;
  const fork = forkThatCounts(replay);
  const state = fork?.main?.state ?? 'idle';
  const has = (severity: string): boolean => verdicts.some((verdict) => verdict.severity === severity);
  const name = fork === undefined ? '' : scene.forkName(forks.indexOf(fork));
  const text =
    isSimulated && state === 'running' && replay.evidence === 'predicted'
      ? `${names.teams === 'Teams' ? 'Teams' : 'The full agent'} would check and nominate; which pair wins is not known`
      : plain(name === '' ? headline : `${name}: ${headline}`).replace(/^./, (first) => first.toUpperCase());
  if (has('error') || state === 'failed') return { severity: 'error', text };
  // It tells how ICE ended; what else is to be looked at stands below.
  if (state === 'completed') return { severity: 'good', text };
  return { severity: has('warning') ? 'warning' : 'info', text };
}

/** How a call's ICE ended, in two or three words; empty where it never began. */
export function endingOf(replay: Pick<CallReplay, 'forks' | 'verdicts'>): string {
  const main = forkThatCounts(replay)?.main ?? null;
  switch (main?.state) {
    case 'completed':
      return replay.verdicts.some(({ severity }) => severity === 'error')
        ? 'ICE completed, with errors'
        : 'ICE completed';
    case 'failed':
      return 'ICE failed';
    case 'not-ice':
      return 'no ICE';
    case 'running':
      return main.evidence === 'predicted' ? 'ICE not captured' : 'ICE not completed';
    case 'idle':
    case undefined:
      return '';
  }
}

/** The fork that answered, else the first that completed, else the first with descriptions. */
function forkThatCounts({ forks }: Pick<CallReplay, 'forks'>): ForkReplay | undefined {
  return (
    forks.find(({ active }) => active) ??
    forks.find(({ main }) => main?.state === 'completed') ??
    forks.find(({ main }) => main !== null)
  );
}
