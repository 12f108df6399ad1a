/** Verdicts and findings by the message that they are shown on. */
import { messageOf } from '../../engine/analysis/model';
import type { Call } from '../../engine/calls/call';
import { isOfCall } from '../../engine/ice/capture-notes';
import type { CallReplay } from '../../engine/ice/model';
import type { TraceMessage } from '../../engine/traces/message';
import { isEnding, type VerdictSeverity } from '../../../shared/ice';
import type { TraceView } from '../view';
import { plain } from './scene';
import { sentence } from '../../../shared/words';

export interface Defect {
  readonly severity: VerdictSeverity;
  readonly text: string;
}

interface PlacedDefect extends Defect {
  readonly fork: number | null;
  /** It tells how a session ended. */
  readonly isEnding: boolean;
}

/** Findings shown on one message; a broken description has dozens, and the panel lists them all elsewhere. */
const mostOfMessage = 20;

export class Defects {
  /** Messages at which a session fails: a row of its own tells of that. */
  private readonly endings = new Set<TraceMessage>();
  private readonly byMessage = new Map<TraceMessage, PlacedDefect[]>();

  /** @param legs whose findings are shown */
  constructor({ analysis }: TraceView, { verdicts, steps }: CallReplay, legs: readonly Call[]) {
    const keys = new Set(legs.map(({ key }) => key));
    for (const { event, in: message } of steps) if (isEnding(event)) this.endings.add(message);
    const rules = new Map<TraceMessage, Set<string>>();
    for (const verdict of verdicts.filter(isOfCall)) {
      const { severity, message, in: at, fork } = verdict;
      this.add(at, { severity, text: sentence(plain(message)), fork, isEnding: verdict.id === 'failed' });
      const known = rules.get(at) ?? new Set();
      for (const rule of verdict.rules) known.add(rule);
      rules.set(at, known);
    }
    for (const finding of analysis.findings) {
      // A rule says once more what a verdict says.
      if (!keys.has(finding.call.key)) continue;
      const message = messageOf(analysis, finding);
      if (rules.get(message)?.has(finding.rule.id) === true) continue;
      const text = sentence(plain(finding.message));
      this.add(message, { severity: finding.severity, text, fork: null, isEnding: false });
    }
  }

  /**
   * Those of a message that concern a fork.
   *
   * @param isEnding whether it is told that a session failed, rather than of the message itself
   */
  of(message: TraceMessage, fork: number | null, isEnding: boolean): readonly Defect[] {
    const hasEnding = this.endings.has(message);
    return (this.byMessage.get(message) ?? []).filter(
      (defect) =>
        (defect.fork === null || fork === null || defect.fork === fork) &&
        (!hasEnding || defect.isEnding === isEnding),
    );
  }

  private add(message: TraceMessage, defect: PlacedDefect): void {
    const list = this.byMessage.get(message);
    if (list === undefined) this.byMessage.set(message, [defect]);
    else if (list.length < mostOfMessage) list.push(defect);
  }
}
