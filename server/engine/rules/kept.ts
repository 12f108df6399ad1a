/**
 * What was judged of the parts of a long call, for a text in which somebody types: a keystroke changes one message of
 * thousands, and what rules said of the others holds. Only of rules that look at nothing but their part, and that shows
 * while they are asked: whatever else of the call there is to see, they must ask the subject for.
 */
import type { Answer, Body } from '../calls/call';
import type { BodySubject, InCallSubject, MessageSubject, PairSubject } from './rule';

/** What was judged of one part. */
export interface Kept<Subject, Finding, Speaker> {
  /** Whose rules were asked. */
  readonly speakers: object;
  /** The part, with all that rules can see of it without asking for more. */
  subject: Subject;
  readonly findings: Finding[];
  /** Those that looked at more than the part, and are to be asked again. */
  readonly again: Speaker[];
}

/** A subject that tells when a rule looks at more of the call than its part. */
export function watched<S extends InCallSubject>(subject: S, onLook: () => void): S {
  const { call, signalling } = subject;
  return Object.defineProperties(
    { ...subject },
    {
      call: {
        get: () => {
          onLook();
          return call;
        },
      },
      signalling: {
        get: () => {
          onLook();
          return signalling;
        },
      },
    },
  );
}

/** Whether rules see no difference between a body and an earlier one, nor between those that they follow. */
export function isSameBody(one: BodySubject, other: BodySubject): boolean {
  return one.staysInternal === other.staysInternal && areAlike(one.body, other.body);
}

/** Whether rules see no difference between an offer with its answers and an earlier one. */
export function isSamePair(one: PairSubject, other: PairSubject): boolean {
  const { exchange: now, answer } = one;
  const { exchange: before } = other;
  return (
    answer.place === other.answer.place &&
    now.method === before.method &&
    now.isRefused === before.isRefused &&
    now.answers.length === before.answers.length &&
    areAlike(now.offer, before.offer) &&
    now.answers.every((each, place) => areAlikeAnswers(each, before.answers[place]))
  );
}

/** Whether rules see no difference in what a call makes of one message. */
export function isSameMessage({ message: one }: MessageSubject, { message: other }: MessageSubject): boolean {
  return (
    one.message === other.message &&
    one.place === other.place &&
    one.side === other.side &&
    one.party === other.party
  );
}

function areAlikeAnswers(one: Answer, other: Answer | undefined): boolean {
  return (
    other !== undefined &&
    one.status === other.status &&
    one.repeats?.body.place === other.repeats?.body.place &&
    areAlike(one.body, other.body)
  );
}

/** No rule looks further back than at the body that a body follows. */
function areAlike(one: Body, other: Body): boolean {
  const before = one.previousAgreed;
  const beforeOther = other.previousAgreed;
  if (!isAlike(one, other)) return false;
  return before === null || beforeOther === null ? before === beforeOther : isAlike(before, beforeOther);
}

function isAlike(one: Body, other: Body): boolean {
  return (
    one.sdp === other.sdp &&
    one.place === other.place &&
    one.part === other.part &&
    one.side === other.side &&
    one.role === other.role &&
    one.party === other.party &&
    one.toTag === other.toTag &&
    one.initial === other.initial &&
    one.isCut === other.isCut &&
    one.standsAlone === other.standsAlone
  );
}
