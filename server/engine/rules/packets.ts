/** What rules of packets share: places in blocks, verdicts of the replay as findings, sentences. */
export { capital } from '../../../shared/words';
import type { CheckReplay, SessionReplay, CallReplay } from '../ice/model';
import type { SessionPlace } from '../../../shared/ice';
import { attributeDefinition } from '../stun/attributes';
import { lineNamed } from '../trace-text/packet-lines';
import type { TraceMessage } from '../traces/message';
import type { RuleId } from '../basics/rule-ids';
import type { PacketPlace, PacketSubject } from './rule';
import type { Severity } from '../../../shared/severities';

/** The line of a STUN block that shows an attribute; its head where the attribute is missing. */
export function attributePlace(message: TraceMessage, type: number): PacketPlace {
  const name = attributeDefinition(type)?.name ?? null;
  const { parsed } = message;
  return { in: message, at: parsed.kind === 'packet' && name !== null ? lineNamed(parsed, name) : null };
}

/** The checks of the call; where there are none, says that the rule had nothing to look at. */
export function checksOf({ replay, notEvaluated }: PacketSubject): readonly CheckReplay[] {
  if (replay.checks.length === 0) notEvaluated('the trace holds no connectivity check of this call');
  return replay.checks;
}

/** The session that a check or stream belongs to. */
export function sessionAt({ forks }: CallReplay, { fork, session }: SessionPlace): SessionReplay | null {
  return forks[fork]?.sessions[session] ?? null;
}

/**
 * Reports the verdicts of the replay that a rule speaks for, each at the packet that shows it. Predictions raise
 * nothing.
 *
 * @param advice who changes what, one sentence with its full stop
 * @param shownBy the attribute whose line shows it, where the verdict names no place
 */
export function reportVerdicts(
  { replay, report }: PacketSubject,
  rule: RuleId,
  advice: string,
  shownBy: number | null = null,
): void {
  for (const { rules, evidence, severity, message, in: at, at: span, related } of replay.verdicts) {
    if (!rules.includes(rule) || evidence === 'predicted' || evidence === 'unknown') continue;
    report({
      in: at,
      at: span ?? (shownBy === null ? null : (attributePlace(at, shownBy).at ?? null)),
      message: `${message}. ${advice}`,
      severity: severityOf(severity),
      related: related.map((each) => ({ in: each, message: 'This shows it, too.' })),
    });
  }
}

function severityOf(severity: 'good' | Severity): Severity {
  return severity === 'good' ? 'info' : severity;
}

/** Microseconds; null where the trace does not tell. */
export function timeOf(message: TraceMessage | null): number | null {
  return message?.record.meta.time?.micros ?? null;
}
