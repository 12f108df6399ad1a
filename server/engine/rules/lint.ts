/**
 * Runs the rules over a call. Findings point into the call's messages, not into the trace text, so they hold as
 * long as the messages of the call do, wherever the text above moves them.
 */
import type { Call, Exchange, Profile, Side } from '../calls/call';
import type { Span } from '../span';
import type { Edit, Facts, Fix, Related, Report, Rule, Severity } from './rule';

/** A finding in its call. */
export interface CallFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly message: string;
  readonly place: number;
  readonly at: Span;
  readonly related: readonly Related[];
  readonly fix: Fix | null;
}

export interface CallLint {
  readonly findings: readonly CallFinding[];
  /** Ids of the rules that could look at something. */
  readonly evaluated: ReadonlySet<string>;
  /** Rule id → why it could not be evaluated on this call. */
  readonly notEvaluated: ReadonlyMap<string, string>;
}

/** What a user makes of a rule; `default` is what the rule itself says. */
export type SeverityChoice = 'default' | 'off' | Severity;

/** Runs all rules that speak for the call's profile, in the order given. */
export function lintCall(
  call: Call,
  rules: readonly Rule[],
  severities: Readonly<Record<string, SeverityChoice>>,
  facts: Facts,
): CallLint {
  const findings: CallFinding[] = [];
  const evaluated = new Set<string>();
  const notEvaluated = new Map<string, string>();
  for (const rule of rules) {
    const choice = severities[rule.id] ?? 'default';
    if (choice === 'off' || !rule.profiles.includes(call.profile.name)) continue;
    const report: Report = (found) => {
      findings.push({
        rule,
        severity: choice === 'default' ? (found.severity ?? rule.severity) : choice,
        message: found.message,
        place: found.in.place,
        at: found.at,
        related: found.related ?? [],
        fix: found.fix === undefined ? null : { title: found.fix.title, edits: sortEdits(found.fix.edits) },
      });
    };
    const reason = runRule(rule, call, facts, report);
    if (reason === null) evaluated.add(rule.id);
    else if (reason !== '') notEvaluated.set(rule.id, reason);
  }
  return { findings: findings.sort(byPlace), evaluated, notEvaluated };
}

/**
 * Runs one rule. Null: it looked at something. A reason: the trace lacks what it needs. Empty: nothing here
 * concerns it.
 */
function runRule(rule: Rule, call: Call, facts: Facts, report: Report): string | null {
  const subject = { profile: call.profile.name, facts, report, call };
  switch (rule.scope) {
    case 'body': {
      const bodies = call.bodies.filter((body) => concerns(rule, body.side));
      for (const body of bodies) rule.check({ ...subject, body });
      return bodies.length > 0 ? null : '';
    }
    case 'offer-answer': {
      const exchanges = call.exchanges.filter((exchange) => answererMustComply(rule, call, exchange));
      let answers = 0;
      for (const exchange of exchanges) {
        for (const answer of exchange.answers) {
          answers++;
          // A 200 that repeats its 183's answer has the same defects: one finding is enough.
          if (answer.repeats !== null && sameText(answer.repeats.body, answer.body)) continue;
          rule.check({ ...subject, exchange, offer: exchange.offer, answer: answer.body });
        }
      }
      if (answers > 0) return null;
      // A refused offer has no answer: nothing is missing then.
      return exchanges.length > 0 && call.outcome !== 'rejected'
        ? 'the trace holds no answer to the offer'
        : '';
    }
    case 'message': {
      let looked = false;
      for (const message of call.messages) {
        const { parsed } = message.message;
        if (parsed.kind !== 'sip' || message.retransmissionOf !== null || !concerns(rule, message.side))
          continue;
        rule.check({ ...subject, message, sip: parsed });
        looked = true;
      }
      return looked ? null : '';
    }
    case 'call': {
      if (call.kind !== 'call') return '';
      let reason: string | null = null;
      rule.check({
        ...subject,
        notEvaluated: (why) => {
          reason = why;
        },
      });
      return reason;
    }
  }
}

function concerns(rule: Rule, side: Side): boolean {
  return rule.applies === 'either' || rule.applies === side;
}

function answererMustComply(rule: Rule, call: Call, { offer }: Exchange): boolean {
  return concerns(rule, call.sides[offer.party === 'caller' ? 'callee' : 'caller']);
}

interface Described {
  readonly content: string;
  readonly sdp: Span;
}

function sameText(one: Described, other: Described): boolean {
  return (
    one.content.slice(one.sdp.start, one.sdp.end).trimEnd() ===
    other.content.slice(other.sdp.start, other.sdp.end).trimEnd()
  );
}

function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

function byPlace(a: CallFinding, b: CallFinding): number {
  return (
    a.place - b.place ||
    a.at.start - b.at.start ||
    a.at.end - b.at.end ||
    (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0)
  );
}

/** The profile setting as what {@link Call}s are built with: null leaves the choice to the trace. */
export function profileChoice(setting: 'auto' | Profile): Profile | null {
  return setting === 'auto' ? null : setting;
}
