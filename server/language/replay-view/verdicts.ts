/** Verdicts and findings of a call, and how it all ended. */
import { isEnding } from '../../../shared/ice';
import { isOfCall } from '../../engine/ice/capture-notes';
import type { CallReplay, ForkReplay, Verdict } from '../../engine/ice/model';
import { firstLineOf } from '../../engine/traces/message';
import type { TraceMessage } from '../../engine/traces/message';
import type { FindingView, ReplayView, VerdictView } from '../../../shared/replay-view';
import { rangeIn, rangeOf } from '../view';
import { plain, type Scene } from './scene';
import { sentence } from '../../../shared/words';
import { severityOrder } from './severity';

export interface Verdicts {
  readonly list: readonly VerdictView[];
  /** Places in {@link list} by the step that decides them. */
  readonly ofStep: ReadonlyMap<number, readonly number[]>;
}

export function verdictsOf(scene: Scene): Verdicts {
  const { steps } = scene.replay;
  const verdicts = scene.replay.verdicts.filter(isOfCall);
  const byMessage = new Map<TraceMessage, number[]>();
  steps.forEach(({ in: message }, place) => {
    const places = byMessage.get(message);
    if (places === undefined) byMessage.set(message, [place]);
    else places.push(place);
  });
  const list = verdicts
    .map((verdict) => verdictOf(scene, verdict, stepOf(scene, verdict, byMessage.get(verdict.in) ?? [])))
    .sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);
  const ofStep = new Map<number, number[]>();
  list.forEach(({ step }, place) => {
    if (step === null) return;
    const places = ofStep.get(step);
    if (places === undefined) ofStep.set(step, [place]);
    else places.push(place);
  });
  return { list, ofStep };
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
function stepOf(scene: Scene, { id, in: message, fork }: Verdict, own: readonly number[]): number | null {
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

export function findingsOf({ view, call }: Scene): readonly FindingView[] {
  if (call === null) return [];
  return view.analysis.findings.flatMap((finding) =>
    finding.call.key === call.key
      ? [
          {
            rule: finding.rule.id,
            severity: finding.severity,
            message: plain(finding.message),
            range: rangeOf(view, finding.range),
          },
        ]
      : [],
  );
}

/** Good only where nothing is wrong. */
export function headlineOf(
  scene: Scene,
  isSimulated: boolean,
  findings: readonly { readonly severity: string }[],
): ReplayView['headline'] {
  const { replay } = scene;
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
  if (findings.some(({ severity }) => severity === 'error')) return { severity: 'warning', text };
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
