/**
 * Runs the rules of packets over the replay of a call. A packet belongs to a call only when all calls of the trace are
 * known, so this comes behind the other rules, and over the whole trace.
 */
import type { TraceEvidence } from '../evidence/evidence';
import type { Call } from '../calls/call';
import type { CallReplay } from '../ice/model';
import { firstLineOf } from '../traces/message';
import type { Span } from '../basics/span';
import type { TraceMessage } from '../traces/message';
import { type Evaluation, type Speaker, type Speakers, speakersFor } from './speakers';
import type { Facts, PacketPlace, PacketRule, PacketSubject, Rule } from './rule';
import type { Severity, RuleSettings } from '../../../shared/severities';

/** A finding in the trace. */
export interface PacketFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
  readonly in: TraceMessage;
  readonly at: Span;
  readonly related: readonly { readonly in: TraceMessage; readonly at: Span; readonly message: string }[];
}

export interface PacketLint {
  readonly findings: readonly PacketFinding[];
  /** As in `CallLint`. */
  readonly evaluation: Evaluation;
}

/** Runs all packet rules that speak for the call's profile, in the order given. */
export function lintPackets(
  call: Call,
  replay: CallReplay,
  rules: readonly Rule[],
  severities: RuleSettings,
  facts: Facts,
  evidence: TraceEvidence,
): PacketLint {
  const profile = call.profile.name;
  const speakers = speakersFor(rules, severities, facts, profile);
  const findings: PacketFinding[] = [];
  const reasons = new Map<string, string>();
  let asked: Speaker<PacketRule> | null = null;
  // One for all rules: most of them have nothing to say of most calls, and cost less than a subject of their own.
  const subject: PacketSubject = {
    profile,
    facts,
    call,
    replay,
    evidence,
    report: (found) => {
      if (asked === null) return;
      const { rule, chosen } = asked;
      findings.push({
        rule,
        severity: chosen ?? found.severity ?? rule.severity,
        message: found.message,
        ...placed(found),
        related: (found.related ?? []).map((related) => ({ ...placed(related), message: related.message })),
      });
    },
    notEvaluated: (why) => {
      // The first reason is told.
      if (asked !== null && !reasons.has(asked.rule.id)) reasons.set(asked.rule.id, why);
    },
  };
  for (const speaker of speakers.packets) {
    asked = speaker;
    if (replay.sidesKnown || speaker.rule.applies === 'either') speaker.check(subject);
    else subject.notEvaluated('the trace does not tell which end is the SBC');
  }
  return { findings, evaluation: evaluationOf(speakers, reasons) };
}

/** Calls whose packets let rules look at the same share their evaluation. */
function evaluationOf(
  { packets, evaluations }: Speakers,
  notEvaluated: Evaluation['notEvaluated'],
): Evaluation {
  let key = 'packets';
  for (const [id, why] of notEvaluated) key += `\n${id}\n${why}`;
  return evaluations.of(key, () => {
    const evaluated = packets.flatMap(({ rule: { id } }) => (notEvaluated.has(id) ? [] : [id]));
    return { evaluated: new Set(evaluated), notEvaluated };
  });
}

function placed({ in: message, at }: PacketPlace): { readonly in: TraceMessage; readonly at: Span } {
  return { in: message, at: at ?? firstLineOf(message.parsed) };
}
