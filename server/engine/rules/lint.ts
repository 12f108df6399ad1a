/**
 * Runs the rules over a call. Findings point into the call's messages, not into the trace text, so they hold as
 * long as the messages of the call do, wherever the text above moves them.
 */
import type { Answer, Call } from '../calls/call';
import { otherParty, type Profile, type Side } from '../../../shared/calls';
import { encloses, type Span } from '../basics/span';
import type {
  Applies,
  BodySubject,
  Edit,
  Facts,
  Fix,
  MessageSubject,
  PairSubject,
  Related,
  Report,
  Rule,
  Subject,
} from './rule';
import type { Severity, SeveritySetting } from '../../../shared/severities';
import { cutLineOf, isCutOff } from '../calls/cut-off';
import { cutHeaderOf } from '../sip/cut';
import { Signalling } from '../evidence/signalling';
import { isSip } from '../traces/message';

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

/**
 * Runs all rules that speak for the call's profile, in the order given.
 *
 * @param signalling of the call's Call-ID, with its other legs
 */
export function lintCall(
  call: Call,
  rules: readonly Rule[],
  severities: Readonly<Record<string, SeveritySetting>>,
  facts: Facts,
  signalling: Signalling = signallingOf(call),
): CallLint {
  const findings: CallFinding[] = [];
  const evaluated = new Set<string>();
  const notEvaluated = new Map<string, string>();
  let speaking: { readonly rule: Rule; readonly chosen: Severity | null } | null = null;
  const cutLines = findCutLines(call);
  const report: Report = (found) => {
    if (speaking === null || isCut(cutLines, found.in.place, found.at)) return;
    const { rule, chosen } = speaking;
    findings.push({
      rule,
      severity: chosen ?? found.severity ?? rule.severity,
      message: found.message,
      place: found.in.place,
      at: found.at,
      // The place alone: a finding outlives the text that its messages were read from.
      related: (found.related ?? []).map(({ in: { place }, at, message }) => ({
        in: { place },
        at,
        message,
      })),
      fix: found.fix === undefined ? null : { title: found.fix.title, edits: sortEdits(found.fix.edits) },
    });
  };
  const subjects = subjectsOf({ profile: call.profile.name, facts, report, call });
  for (const rule of rules) {
    const choice = choiceFor(rule, call, severities);
    if (choice === 'off') continue;
    speaking = { rule, chosen: choice === 'default' ? null : choice };
    const reason = runRule(rule, subjects, signalling);
    if (reason === null) evaluated.add(rule.id);
    else if (reason !== '') notEvaluated.set(rule.id, reason);
  }
  return { findings: findings.sort(byPlace), evaluated, notEvaluated };
}

function signallingOf({ messages }: Call): Signalling {
  return new Signalling(messages.map(({ message }) => message).filter(isSip));
}

/** What becomes of a rule's findings in a call. */
export function choiceFor(
  rule: Rule,
  call: Call,
  severities: Readonly<Record<string, SeveritySetting>>,
): SeveritySetting {
  return rule.profiles.includes(call.profile.name) ? (severities[rule.id] ?? 'default') : 'off';
}

/** Runs one rule. Null: it looked at something. A reason: the trace lacks what it needs. Empty: nothing concerns it. */
function runRule(rule: Rule, subjects: Subjects, signalling: Signalling): string | null {
  switch (rule.scope) {
    case 'body': {
      const bodies = subjects.bodies[rule.applies];
      for (const subject of bodies) rule.check(subject);
      return bodies.length > 0 ? null : '';
    }
    case 'offer-answer': {
      const { pairs, missing } = subjects.negotiations[rule.applies];
      for (const subject of pairs) rule.check(subject);
      return missing;
    }
    case 'message': {
      const messages = subjects.messages[rule.applies];
      for (const subject of messages) rule.check(subject);
      return messages.length > 0 ? null : '';
    }
    case 'call': {
      const { whole } = subjects;
      if (whole.call.kind !== 'call') return '';
      let reason: string | null = null;
      rule.check({
        profile: whole.profile,
        facts: whole.facts,
        report: whole.report,
        call: whole.call,
        signalling,
        notEvaluated: (why) => {
          reason = why;
        },
      });
      return reason;
    }
    // Packets and paths are judged when all calls of the trace are known: see lint-packets.ts and lint-paths.ts.
    case 'packet':
    case 'path':
    case 'network':
      return '';
  }
}

/** What the rules look at. It is laid out once a call: there are many rules. */
interface Subjects {
  readonly whole: InSubject;
  readonly bodies: Readonly<Record<Applies, readonly BodySubject[]>>;
  readonly negotiations: Readonly<Record<Applies, Negotiations>>;
  readonly messages: Readonly<Record<Applies, readonly MessageSubject[]>>;
}

interface InSubject extends Subject {
  readonly call: Call;
}

/** The offers that one side answers, or should have. */
interface Negotiations {
  /** Whole bodies only, and none that repeats an earlier answer: a 200 has the same defects as its 183. */
  readonly pairs: readonly PairSubject[];
  /** What the trace lacks, as {@link runRule} tells it. */
  readonly missing: string | null;
}

function subjectsOf(whole: InSubject): Subjects {
  const { call, profile, facts, report } = whole;
  const bodies = call.bodies.map((body): BodySubject => ({ profile, facts, report, call, body }));
  const messages = call.messages.flatMap((message): readonly MessageSubject[] => {
    const { parsed } = message.message;
    if (parsed.kind !== 'sip' || message.retransmissionOf !== null) return [];
    return [{ profile, facts, report, call, message, sip: parsed }];
  });
  return {
    whole,
    bodies: bySide((concerns) => bodies.filter(({ body }) => concerns(body.side))),
    negotiations: bySide((concerns) => negotiationsOf(whole, concerns)),
    messages: bySide((concerns) => messages.filter(({ message }) => concerns(message.side))),
  };
}

function bySide<T>(choose: (concerns: (side: Side) => boolean) => T): Readonly<Record<Applies, T>> {
  return {
    either: choose(() => true),
    sbc: choose((side) => side === 'sbc'),
    teams: choose((side) => side === 'teams'),
  };
}

/** The exchanges whose answerer must comply. */
function negotiationsOf(whole: InSubject, concerns: (side: Side) => boolean): Negotiations {
  const { call, profile, facts, report } = whole;
  const exchanges = call.exchanges.filter(({ offer }) => concerns(call.sides[otherParty(offer.party)]));
  const pairs = exchanges.flatMap((exchange) =>
    exchange.answers.map((answer): PairSubject & { readonly repeats: Answer | null } => ({
      profile,
      facts,
      report,
      call,
      exchange,
      offer: exchange.offer,
      answer: answer.body,
      repeats: answer.repeats,
    })),
  );
  const comparable = pairs.filter(({ offer, answer }) => !isCutOff(call, offer) && !isCutOff(call, answer));
  return {
    pairs: comparable.filter(({ answer, repeats }) => repeats === null || !sameText(repeats.body, answer)),
    missing: missingIn(exchanges.length, pairs.length, comparable.length, call),
  };
}

function missingIn(exchanges: number, pairs: number, comparable: number, { outcome }: Call): string | null {
  if (comparable > 0) return null;
  if (pairs > 0) return 'the trace holds a part of the offer or of its answer only';
  // A refused offer lacks nothing.
  return exchanges > 0 && outcome !== 'rejected' ? 'the trace holds no answer to the offer' : '';
}

/** Place of a message → the line that the trace stops within: nothing can be said of such a line. */
function findCutLines(call: Call): ReadonlyMap<number, Span> {
  const lines = new Map<number, Span>();
  for (const { place, message } of call.messages) {
    const header = message.parsed.kind === 'sip' ? cutHeaderOf(message.parsed) : null;
    if (header !== null) lines.set(place, header);
  }
  for (const body of call.bodies) {
    const line = cutLineOf(call, body);
    if (line !== null) lines.set(body.place, line);
  }
  return lines;
}

function isCut(cutLines: ReadonlyMap<number, Span>, place: number, at: Span): boolean {
  const line = cutLines.get(place);
  return line !== undefined && encloses(line, at);
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
