/** What rules of packets share: places in blocks, verdicts of the replay as findings, sentences. */
export { capital } from '../../../shared/words';
import type { Refusal } from '../evidence/warrant';
import type { CheckReplay, SessionReplay, CallReplay } from '../ice/model';
import type { SessionPlace } from '../../../shared/ice';
import { attributeDefinition } from '../stun/attributes';
import { lineNamed } from '../trace-text/packet-lines';
import { otherEnd, type End } from '../../../shared/ice';
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

/** Microseconds on the judging clock; null where the trace does not tell. */
export function timeOf({ clock }: CallReplay, message: TraceMessage | null): number | null {
  return message === null || !clock.has(message) ? null : clock.at(message);
}

/** What an end of a call is said not to have sent to the other one. */
export interface Missing {
  readonly of: End;
  /** Microseconds on the judging clock: within this time it should have come. */
  readonly since: number;
  readonly until: number;
  /** How often it should have come. */
  readonly times: number;
  /** It should have come as an answer; whether the other end asked again, since none reached it. */
  readonly answer: { readonly askedAgain: boolean } | null;
}

/** Whether the trace would show that media of an end, checks and answers with it, is missing. */
export function mayMiss(subject: PacketSubject, missing: Missing): boolean {
  return refusalOf(subject, missing) === null;
}

/** Why the trace would not show it; null where it would. */
export function refusalOf(
  { replay: { hosts }, evidence }: PacketSubject,
  { of, ...missing }: Missing,
): Refusal | null {
  const [from, to] = [hosts[of], hosts[otherEnd(of)]];
  return evidence.leaveFor({ kind: 'media', from, heard: from, to, ...missing }).refused;
}
