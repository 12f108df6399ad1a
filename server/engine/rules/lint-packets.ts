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
import { choiceFor } from './speakers';
import type { Facts, PacketPlace, PacketReport, PacketRule, Rule } from './rule';
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
  readonly evaluated: ReadonlySet<string>;
  readonly notEvaluated: ReadonlyMap<string, string>;
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
  const findings: PacketFinding[] = [];
  const evaluated = new Set<string>();
  const notEvaluated = new Map<string, string>();
  for (const rule of packetRulesOf(rules)) {
    const choice = choiceFor(rule, call.profile.name, severities);
    if (choice === 'off') continue;
    if (rule.applies !== 'either' && !replay.sidesKnown) {
      notEvaluated.set(rule.id, 'the trace does not tell which end is the SBC');
      continue;
    }
    const report: PacketReport = (found) => {
      findings.push({
        rule,
        severity: choice === 'default' ? (found.severity ?? rule.severity) : choice,
        message: found.message,
        ...placed(found),
        related: (found.related ?? []).map((related) => ({ ...placed(related), message: related.message })),
      });
    };
    const reasons: string[] = [];
    rule.check({
      profile: call.profile.name,
      facts,
      call,
      replay,
      evidence,
      report,
      notEvaluated: (why) => {
        reasons.push(why);
      },
    });
    const [reason] = reasons;
    if (reason === undefined) evaluated.add(rule.id);
    else notEvaluated.set(rule.id, reason);
  }
  return { findings, evaluated, notEvaluated };
}

/** The rules that a trace without packets leaves unasked. */
export function packetRulesOf(rules: readonly Rule[]): readonly PacketRule[] {
  return rules.filter((rule): rule is PacketRule => rule.scope === 'packet');
}

function placed({ in: message, at }: PacketPlace): { readonly in: TraceMessage; readonly at: Span } {
  return { in: message, at: at ?? firstLineOf(message.parsed) };
}
