/** An attribute that all unanswered checks carry, and no answered one: its receiver drops what it does not know. */
import { leastOf, mostOf } from '../../../shared/extremes';
import { otherEnd } from '../../../shared/ice';
import type { TraceEvidence } from '../evidence/evidence';
import { leaveToMiss } from './leave';
import type { CallSessions, Fork, Session, SessionCheck } from './session';

/** From here on an attribute that is not known must be ignored (RFC 8489 §14). */
const FIRST_OPTIONAL = 0x8000;
/** Attributes of every check, or of ICE, that no agent fails to know (RFC 8445 §16.1, RFC 8489 §14.7, §14.14). */
const wellKnown: ReadonlySet<number> = new Set([0x8022, 0x8028, 0x8029, 0x802a]);
/** A check is repeated so often before its answer is missed. */
const ENOUGH = 3;

export function judgeUnknownAttribute(
  call: CallSessions,
  fork: Fork,
  session: Session,
  evidence: TraceEvidence,
): void {
  const { clock } = evidence;
  const checks = call.transactions.filter(
    ({ of, sender, username, malformed, stun, request }) =>
      of.fork === fork.index &&
      of.session === session.index &&
      sender === session.checker &&
      username === null &&
      malformed === null &&
      !stun.cut &&
      !call.isOver(request),
  );
  const answered = checks.filter(({ responses }) => responses.length > 0);
  const silent = checks.filter(({ responses }) => responses.length === 0);
  const [first] = silent;
  const requests = silent.reduce((sum, { sent }) => sum + sent, 0);
  if (first === undefined || answered.length === 0 || requests < ENOUGH) return;
  const unanswered = silent.map(attributesOf);
  const known = new Set(answered.flatMap((check) => [...attributesOf(check)]));
  const attribute = [...attributesOf(first)].find(
    (type) => !known.has(type) && unanswered.every((types) => types.has(type)),
  );
  if (attribute === undefined) return;
  const asked = silent.flatMap(({ request, repeats }) => [request, ...repeats].map((each) => clock.at(each)));
  const { warrant } = leaveToMiss(call, session, evidence, {
    of: otherEnd(session.checker),
    since: leastOf(asked),
    until: mostOf(asked),
    times: requests,
    answer: { askedAgain: silent.some(({ sent }) => sent > 1) },
  });
  if (warrant === null) return;
  call.journal.verdict(
    {
      id: 'unknown-attribute-ignored',
      asker: session.checker,
      attribute,
      requests,
      answered: answered.length,
      completed: session.state === 'completed',
    },
    { fork: fork.index, in: first.request, related: first.repeats.slice(-1), evidence: 'observed', warrant },
  );
}

function attributesOf({ stun }: SessionCheck): ReadonlySet<number> {
  return new Set(
    stun.attributes.map(({ type }) => type).filter((type) => type >= FIRST_OPTIONAL && !wellKnown.has(type)),
  );
}
