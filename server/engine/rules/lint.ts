/**
 * Runs the rules over a call. Findings point into the call's messages, not into the trace text, so they hold as
 * long as the messages of the call do, wherever the text above moves them.
 */
import { finished } from '../basics/finished';
import type { Answer, Body, Call, Exchange } from '../calls/call';
import { otherParty, type Profile, type Side } from '../../../shared/calls';
import { encloses, plainSpan, type Span } from '../basics/span';
import { Beside } from '../basics/memo';
import { anotherDescription, readCandidatesInSlices } from '../sdp/query';
import type { Sdp } from '../sdp/sdp';
import type {
  Applies,
  BodyRule,
  BodySubject,
  Edit,
  Facts,
  Fix,
  DescriptionRule,
  MessageRule,
  MessageSubject,
  PairSubject,
  Related,
  Report,
  InCallSubject,
  Rule,
} from './rule';
import type { Severity, RuleSettings } from '../../../shared/severities';
import { cutLineOf } from '../calls/cut-off';
import { staysInternal } from '../calls/user-location';
import { cutHeaderOf } from '../sip/cut';
import { Signalling } from '../evidence/signalling';
import { isSip, type SipTraceMessage } from '../traces/message';
import { formOf } from './description-form';
import { gatherMediaAddressesInSlices } from './ice/sbc-addresses';
import { isSameBody, isSameMessage, isSamePair, watched, type Kept } from './kept';
import {
  concerns,
  speakersFor,
  speakersOfCall,
  speakersOfMessage,
  type Evaluation,
  type FormSpeakers,
  type Speaker,
  type Speakers,
} from './speakers';

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
  /** One object for all calls that let rules look at the same. */
  readonly evaluation: Evaluation;
}

/**
 * Runs all rules that speak for the call's profile.
 *
 * @param signalling of the call's Call-ID, with its other legs
 * @param remembers whether a body of a form that was judged before is not judged by all rules again
 * @param keepsFrom of calls of so many messages what is judged of each part is kept, for when one of them changes
 */
export function lintCall(
  call: Call,
  rules: readonly Rule[],
  severities: RuleSettings,
  facts: Facts,
  signalling: Signalling = signallingOf(call),
  remembers = true,
  keepsFrom = Infinity,
): CallLint {
  return finished(lintCallInSlices(call, rules, severities, facts, signalling, remembers, keepsFrom));
}

/** {@link lintCall}; yields between slices of a few milliseconds where a call is long. */
export function lintCallInSlices(
  call: Call,
  rules: readonly Rule[],
  severities: RuleSettings,
  facts: Facts,
  signalling: Signalling,
  remembers = true,
  keepsFrom = Infinity,
): Generator<void, CallLint> {
  const speakers = speakersFor(rules, severities, facts, call.profile.name);
  return new Lint(call, speakers, facts, signalling, remembers, keepsFrom).run();
}

/** Subjects that are judged by all rules between two slices of a long call. */
const subjectsPerSlice = 20;
/** A speaker of rules about something. */
interface Asked<S> extends Pick<Speaker, 'rule' | 'chosen'> {
  check(this: void, subject: S): void;
}

/** What was judged of a part. */
interface KeptOf<S> extends Kept<S, CallFinding, Asked<S>> {
  /** Number of the form of a body that has one. */
  form: number | null;
}

/** Where what was judged of parts is kept, and what tells that it holds. */
interface Shelf<K extends object, S> {
  readonly kept: Beside<K, KeptOf<S>>;
  readonly isSame: (this: void, one: S, other: S) => boolean;
}

const keptBodies: Shelf<Sdp, BodySubject> = { kept: new Beside(), isSame: isSameBody };
/** Beside the answer. */
const keptPairs: Shelf<Sdp, PairSubject> = { kept: new Beside(), isSame: isSamePair };
const keptMessages: Shelf<SipTraceMessage, MessageSubject> = { kept: new Beside(), isSame: isSameMessage };

/** Of forms, over all calls. */
let nextForm = 0;
/** So many messages make a call, and so many lines a body, whose rules are slices of their own. */
const longCall = 1000;
const longBody = 1000;

function signallingOf({ messages }: Call): Signalling {
  return new Signalling(messages.map(({ message }) => message).filter(isSip));
}

class Lint {
  readonly #findings: CallFinding[] = [];
  readonly #cutLines: ReadonlyMap<number, Span>;
  readonly #unread: ReadonlyMap<number, Span>;
  readonly #subject: InCallSubject;
  #speaking: Asked<never> | null = null;
  /** How often a rule had something to say. */
  #reports = 0;
  /** Numbers of the forms of bodies that were judged. */
  readonly #forms = new Map<Body, number>();
  readonly #keeps: boolean;
  /** Of the part that is being judged, where that is kept. */
  #keeping: Omit<KeptOf<never>, 'subject'> | null = null;
  /** How often a rule looked at more than its part. */
  #looks = 0;

  constructor(
    private readonly call: Call,
    private readonly speakers: Speakers,
    facts: Facts,
    signalling: Signalling,
    private readonly remembers: boolean,
    keepsFrom: number,
  ) {
    this.#keeps = call.messages.length >= keepsFrom;
    this.#cutLines = findCutLines(call);
    this.#unread = findUnread(call);
    this.#subject = {
      call,
      signalling,
      profile: call.profile.name,
      facts,
      report: (found) => {
        this.#take(found);
      },
    };
  }

  *run(): Generator<void, CallLint> {
    const { call } = this;
    // To build it took as long as a slice.
    if (call.messages.length > longCall) yield;
    const { profile, facts, report, signalling } = this.#subject;
    const messages = call.messages.flatMap((message) => {
      const traced = message.message;
      return isSip(traced) && message.retransmissionOf === null ? [{ message, traced }] : [];
    });
    const negotiation = new Negotiation(call, this.#subject);
    yield* inSlices(call.bodies, (body) => this.#judgeBody(body));
    yield* inSlices(negotiation.pairs, (pair) => this.#judgePair(pair));
    yield* inSlices(messages, ({ message, traced }) =>
      this.#judgeMessage({ profile, facts, report, call, signalling, message, traced, sip: traced.parsed }),
    );
    const reasons = call.kind === 'call' ? yield* this.#judgeCall(messages.length) : null;
    const evaluation = evaluationOf(this.speakers, {
      bodies: sidesOf(call.bodies),
      messages: sidesOf(messages.map(({ message }) => message)),
      missing: negotiation.missing,
      reasons,
    });
    return { findings: this.#findings.sort(byPlace), evaluation };
  }

  #judgeBody(body: Body): Generator<void> | undefined {
    const { call } = this;
    const { profile, facts, report, signalling } = this.#subject;
    const subject = { profile, facts, report, call, signalling, body, staysInternal: staysInternal(call) };
    if (!this.#keeps) return this.#judgeAnyBody(subject);
    const known = this.#recall(keptBodies, body.sdp, subject);
    if (known === null) return this.#keep(keptBodies, body.sdp, subject, (each) => this.#judgeAnyBody(each));
    if (known.form !== null) this.#forms.set(body, known.form);
    return undefined;
  }

  #judgePair(pair: Pair): Generator<void> | undefined {
    const { subject, side, isRepeated } = pair;
    if (!this.#keeps) return this.#judgeAnyPair(pair);
    const { sdp } = subject.answer;
    if (this.#recall(keptPairs, sdp, subject) !== null) return undefined;
    return this.#keep(keptPairs, sdp, subject, (each) =>
      this.#judgeAnyPair({ side, isRepeated, subject: each }),
    );
  }

  #judgeMessage(subject: MessageSubject): Generator<void> | undefined {
    if (!this.#keeps) return this.#judgeAnyMessage(subject);
    const { traced } = subject;
    if (this.#recall(keptMessages, traced, subject) !== null) return undefined;
    return this.#keep(keptMessages, traced, subject, (each) => this.#judgeAnyMessage(each));
  }

  /** Takes what was found of a part of the call before; null where it is to be judged, as something that rules see of it changed. */
  #recall<K extends object, S>({ kept, isSame }: Shelf<K, S>, of: K, subject: S): KeptOf<S> | null {
    const known = kept.get(of);
    if (known?.speakers !== this.speakers || !isSame(subject, known.subject)) return null;
    // The call of before is no more.
    known.subject = subject;
    for (const finding of known.findings) this.#findings.push(finding);
    for (const speaker of known.again) this.#ask(speaker, subject);
    return known;
  }

  /** Judges a part of the call, and keeps what was found. */
  *#keep<K extends object, S extends InCallSubject>(
    { kept }: Shelf<K, S>,
    of: K,
    subject: S,
    judge: (subject: S) => Generator<void> | undefined,
  ): Generator<void> {
    const keeping: KeptOf<S> = {
      speakers: this.speakers,
      subject,
      findings: [],
      again: [],
      form: null,
    };
    this.#keeping = keeping;
    const look = (): void => {
      this.#looks++;
    };
    const rest = judge(watched(subject, look));
    if (rest !== undefined) yield* rest;
    this.#keeping = null;
    kept.set(of, keeping);
  }

  /**
   * Of a form that is known only those rules are asked that had something to say of it, or may have. A body without a form may
   * be long: what is given back judges it by all rules.
   */
  #judgeAnyBody(subject: BodySubject): Generator<void> | undefined {
    const { speakers } = this;
    const { body } = subject;
    const text = this.remembers ? formOf(subject) : null;
    if (text === null) return this.#judgeFormless(subject);
    const form = speakers.ofForm.get(text);
    if (form !== undefined) {
      this.#takeForm(body, form.number);
      for (const speaker of form.descriptions) this.#ask(speaker, subject);
      this.#askOf(body, form, subject);
      return undefined;
    }
    const descriptions = speakers.descriptions.filter(
      (speaker) => concerns(speaker.rule.applies, body.side) && this.#speaks(speaker, subject),
    );
    const bodies = speakers.bodies.filter(
      ({ rule }) => concerns(rule.applies, body.side) && (rule.sees === undefined || rule.sees(subject)),
    );
    const firsts = bodies.filter(({ rule }) => rule.ofLater !== true);
    const made = { number: nextForm++, descriptions, bodies, firsts };
    speakers.ofForm.set(text, made);
    this.#takeForm(body, made.number);
    this.#askOf(body, made, subject);
    return undefined;
  }

  #takeForm(body: Body, number: number): void {
    this.#forms.set(body, number);
    if (this.#keeping !== null) this.#keeping.form = number;
  }

  #askOf({ previousAgreed }: Body, { bodies, firsts }: FormSpeakers, subject: BodySubject): void {
    for (const speaker of previousAgreed === null ? firsts : bodies) this.#ask(speaker, subject);
  }

  *#judgeFormless(subject: BodySubject): Generator<void> {
    const { sdp, side } = subject.body;
    const isLong = sdp.lines.length > longBody;
    if (isLong) {
      yield* readCandidatesInSlices(sdp);
      yield* gatherMediaAddressesInSlices(sdp);
    }
    for (const speaker of [...this.speakers.descriptions, ...this.speakers.bodies]) {
      if (!concerns(speaker.rule.applies, side)) continue;
      // Each looks at all lines.
      if (isLong) yield;
      this.#ask(speaker, subject);
    }
  }

  #judgeAnyMessage(subject: MessageSubject): Generator<void> | undefined {
    for (const speaker of speakersOfMessage(this.speakers, subject.message.side, subject.sip))
      this.#ask(speaker, subject);
    return undefined;
  }

  /** As of a body, of two bodies of forms that are known. */
  #judgeAnyPair({ side, isRepeated, subject }: Pair): Generator<void> | undefined {
    const { speakers } = this;
    const offer = this.#forms.get(subject.offer);
    const answer = this.#forms.get(subject.answer);
    const { initial } = subject.offer;
    if (offer === undefined || answer === undefined) return this.#judgeFormlessPair(subject, side);
    const key = `${offer} ${answer} ${side} ${isRepeated} ${initial}`;
    const known = speakers.ofForms.get(key);
    if (known !== undefined) {
      for (const speaker of known) this.#ask(speaker, subject);
      return undefined;
    }
    const spoke = speakers.pairs.filter(
      (speaker) =>
        concerns(speaker.rule.applies, side) &&
        (this.#speaks(speaker, subject) || speaker.rule.ofForms !== true),
    );
    speakers.ofForms.set(key, spoke);
    return undefined;
  }

  *#judgeFormlessPair(subject: PairSubject, side: Side): Generator<void> {
    const { offer, answer } = subject;
    const isLong = Math.max(offer.sdp.lines.length, answer.sdp.lines.length) > longBody;
    for (const speaker of this.speakers.pairs) {
      if (!concerns(speaker.rule.applies, side)) continue;
      if (isLong) yield;
      this.#ask(speaker, subject);
    }
  }

  /** Asks a rule; gives whether it had something to say. */
  #speaks<S>(speaker: Asked<S>, subject: S): boolean {
    const before = this.#reports;
    this.#ask(speaker, subject);
    return this.#reports > before;
  }

  #ask<S>(speaker: Asked<S>, subject: S): void {
    this.#speaking = speaker;
    const keeping = this.#keeping;
    if (keeping === null) {
      speaker.check(subject);
      return;
    }
    const looks = this.#looks;
    const before = this.#findings.length;
    speaker.check(subject);
    if (this.#looks > looks) keeping.again.push(speaker);
    else for (const finding of this.#findings.slice(before)) keeping.findings.push(finding);
  }

  /** Why rules could not be evaluated; a rule that could is not among them. */
  *#judgeCall(messages: number): Generator<void, ReadonlyMap<string, string>> {
    const reasons = new Map<string, string>();
    const { profile, facts, report, call, signalling } = this.#subject;
    let asked = '';
    const subject = {
      profile,
      facts,
      report,
      call,
      signalling,
      notEvaluated: (why: string) => void reasons.set(asked, why),
    };
    for (const speaker of speakersOfCall(this.speakers, call)) {
      // Each looks at all messages.
      if (messages > longCall) yield;
      asked = speaker.rule.id;
      this.#ask(speaker, subject);
    }
    return reasons;
  }

  #take(found: Parameters<Report>[0]): void {
    this.#reports++;
    if (this.#speaking === null || isWithin(this.#cutLines, found) || isWithin(this.#unread, found)) return;
    const { rule, chosen } = this.#speaking;
    this.#findings.push({
      rule,
      severity: chosen ?? found.severity ?? rule.severity,
      message: found.message,
      place: found.in.place,
      at: plainSpan(found.at),
      related: placesOf(found.related ?? none),
      fix: found.fix === undefined ? null : { title: found.fix.title, edits: sortEdits(found.fix.edits) },
    });
  }
}

/**
 * Yields between slices of a few milliseconds.
 *
 * @param judge gives what is left to do where a subject is long
 */
function* inSlices<S>(
  subjects: readonly S[],
  judge: (subject: S) => Generator<void> | undefined,
): Generator<void> {
  for (const [place, subject] of subjects.entries()) {
    if (place % subjectsPerSlice === subjectsPerSlice - 1) yield;
    const rest = judge(subject);
    if (rest !== undefined) yield* rest;
  }
}

/** What a call lets rules look at. */
interface Seen {
  /** Who sent bodies, and messages. */
  readonly bodies: ReadonlySet<Side>;
  readonly messages: ReadonlySet<Side>;
  /** What pairs lack, as {@link Negotiation.missing} tells it. */
  readonly missing: (applies: Applies) => string | null;
  /** Of the rules about calls; null where there is no call. */
  readonly reasons: ReadonlyMap<string, string> | null;
}

const everyone: readonly Applies[] = ['either', 'sbc', 'teams'];

function sidesOf(from: readonly { readonly side: Side }[]): ReadonlySet<Side> {
  return new Set(from.map(({ side }) => side));
}

/** Calls that let rules look at the same share their evaluation: there are few kinds of them. */
function evaluationOf(speakers: Speakers, seen: Seen): Evaluation {
  const { bodies, messages, missing, reasons } = seen;
  const key = [
    [...bodies].sort().join(),
    [...messages].sort().join(),
    ...everyone.map((applies) => missing(applies) ?? 'none'),
    ...(reasons === null ? ['no call'] : [...reasons].flat()),
  ].join('\n');
  return speakers.evaluations.of(key, () => evaluate(speakers, seen));
}

function evaluate(speakers: Speakers, { bodies, messages, missing, reasons }: Seen): Evaluation {
  const evaluated = new Set<string>();
  const notEvaluated = new Map<string, string>();
  const note = ({ id }: Rule, reason: string | null): void => {
    if (reason === null) evaluated.add(id);
    else if (reason !== '') notEvaluated.set(id, reason);
  };
  const noteSides = (
    { rule }: Speaker<BodyRule | DescriptionRule | MessageRule>,
    sides: ReadonlySet<Side>,
  ): void => {
    note(rule, [...sides].some((side) => concerns(rule.applies, side)) ? null : '');
  };
  for (const speaker of speakers.descriptions) noteSides(speaker, bodies);
  for (const speaker of speakers.bodies) noteSides(speaker, bodies);
  for (const speaker of speakers.messages) noteSides(speaker, messages);
  for (const { rule } of speakers.pairs) note(rule, missing(rule.applies));
  if (reasons !== null) for (const { rule } of speakers.calls) note(rule, reasons.get(rule.id) ?? null);
  return { evaluated, notEvaluated };
}

/** The offers of a call and their answers, with the side that answers, or should have. */
class Negotiation {
  /** Whole bodies only, and none that repeats an earlier answer: a 200 has the same defects as its 183. */
  readonly pairs: readonly Pair[];
  readonly #answering: readonly Answering[];

  constructor(
    private readonly call: Call,
    { profile, facts, report, signalling }: InCallSubject,
  ) {
    this.#answering = call.exchanges.map((exchange) => ({
      exchange,
      side: call.sides[otherParty(exchange.offer.party)],
      comparable: exchange.offer.isCut ? [] : exchange.answers.filter(({ body }) => !body.isCut),
    }));
    this.pairs = this.#answering.flatMap(({ exchange, side, comparable }) =>
      comparable
        .filter(({ body, repeats }) => repeats === null || !sameText(repeats.body, body))
        .map(({ body: answer, repeats }) => ({
          side,
          isRepeated: repeats !== null,
          subject: { profile, facts, report, call, signalling, exchange, offer: exchange.offer, answer },
        })),
    );
  }

  /** What the trace lacks for rules of a side: null for nothing, empty where nothing concerns them. */
  readonly missing = (applies: Applies): string | null => {
    if (this.call.isUnpaired)
      return 'nothing says which description is the offer and which its answer: write #!role offer and #!role answer above them';
    const answering = this.#answering.filter(({ side }) => concerns(applies, side));
    if (answering.some(({ comparable }) => comparable.length > 0)) return null;
    if (answering.some(({ exchange }) => exchange.answers.length > 0))
      return 'the trace holds a part of the offer or of its answer only';
    // A refused offer lacks nothing.
    return answering.length > 0 && this.call.outcome !== 'rejected'
      ? 'the trace holds no answer to the offer'
      : '';
  };
}

/** An offer with one of its answers. */
interface Pair {
  /** Who answers. */
  readonly side: Side;
  /** The dialog had answered the offer before. */
  readonly isRepeated: boolean;
  readonly subject: PairSubject;
}

interface Answering {
  readonly exchange: Exchange;
  readonly side: Side;
  readonly comparable: readonly Answer[];
}

/** Place of a message → the line that the trace stops within: nothing can be said of such a line. */
function findCutLines(call: Call): ReadonlyMap<number, Span> {
  const lines = new Map<number, Span>();
  for (const { place, message } of call.messages) {
    const header = message.parsed.kind === 'sip' ? cutHeaderOf(message.parsed) : null;
    if (header !== null) lines.set(place, header);
  }
  for (const body of call.bodies) {
    const line = cutLineOf(body);
    if (line !== null) lines.set(body.place, line);
  }
  return lines;
}

/** Place of a body → what stands behind the v= line of another description in it: of that, nothing is judged. */
function findUnread(call: Call): ReadonlyMap<number, Span> {
  const spans = new Map<number, Span>();
  for (const { place, content, sdp } of call.bodies) {
    // Few bodies have a second v= line, and most need not be sorted to see it.
    const at = content.indexOf('\nv', sdp.start);
    const another = at >= 0 && at < sdp.end ? anotherDescription(sdp) : null;
    if (another !== null) spans.set(place, { start: another.end, end: sdp.end });
  }
  return spans;
}

function isWithin(spans: ReadonlyMap<number, Span>, { in: { place }, at }: Parameters<Report>[0]): boolean {
  const span = spans.get(place);
  return span !== undefined && encloses(span, at);
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

const none: readonly Related[] = [];

/** Places alone: a finding outlives the text that its messages were read from. There may be findings by the thousand. */
function placesOf(related: readonly Related[]): readonly Related[] {
  if (related.length === 0) return none;
  return related.map(({ in: { place }, at, message }) => ({ in: { place }, at: plainSpan(at), message }));
}

function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return edits.length < 2 ? edits : edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
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
