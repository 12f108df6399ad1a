/**
 * What is wrong with single checks and their responses. What only matters where ICE does not come through is a doubt
 * until the end of the trace.
 */
import {
  ERROR_CODE,
  ICE_CONTROLLED,
  PRIORITY,
  UNKNOWN_ATTRIBUTES,
  USERNAME,
  XOR_MAPPED_ADDRESS,
} from '../stun/attributes';
import { brokenPartOf, isWhole } from '../stun/form';
import {
  hasStunAttribute,
  stunAddress,
  stunNumber,
  stunText,
  stunValue,
  type StunMessage,
} from '../stun/message';
import { perObject } from '../basics/memo';
import type { Call } from '../calls/call';
import { addressClass } from '../network/address-classes';
import { factsOf } from '../sip/facts';
import type { TraceEvidence } from '../evidence/evidence';
import { isSip, type TraceMessage } from '../traces/message';
import { reaches } from './attribution';
import type { Doubts } from './doubts';
import type { Integrity } from './integrity';
import { leaveToMiss } from './leave';
import { isSamePlace } from './address';
import type { ResponseReplay } from './model';
import { otherEnd, type Address, type End } from '../../../shared/ice';
import { labelOf } from './negotiation';
import type { CallSessions, Pair, Session, SessionCheck } from './session';
import type { Discarded, OtherPassword } from './verdicts/words';
import type { VerdictFacts } from './verdicts/index';
import type { Signature } from './verdicts/wrong-password';

/** A binding request with what followed of its transaction. */
export interface Transaction extends SessionCheck {
  readonly session: Session;
  readonly nominates: boolean;
  sent: number;
  readonly repeats: TraceMessage[];
  readonly responses: ResponseReplay[];
  isAnswered: boolean;
}

/** Judges a check when it is sent. */
export function judgeRequest(transaction: Transaction, doubts: Doubts): void {
  const { session, sender, request, destination, malformed, username } = transaction;
  const { of: call } = session.fork;
  // Without descriptions nobody knows what the ends have agreed on.
  if (malformed !== null || call.call === null) return;
  if (session.descriptions[sender]?.lite === true) return;
  judgeRole(transaction);
  if (username !== null && username !== 'changed-answer' && knowsUfrags(session))
    doubtUsername(transaction, username, doubts);
  const { sbc } = session.descriptions;
  if (sender === 'teams' && sbc !== null && sbc.candidates.length > 0 && !reaches(sbc, destination)) {
    const candidates = sbc.candidates.map(({ address, port }) => ({ address, port }));
    doubts.add(session, { id: 'misdirected-check', sender, destination, candidates }, { in: request });
  }
  judgePair(transaction);
}

function doubtUsername(
  transaction: Transaction,
  problem: VerdictFacts<'wrong-username'>['problem'],
  doubts: Doubts,
): void {
  const { session, sender, request, stun } = transaction;
  const { of: call } = session.fork;
  const found = stunText(stun, USERNAME);
  if (found?.split(':').some((ufrag) => call.loneUfrags.has(ufrag)) === true) return;
  const { sbc, teams } = session.descriptions;
  const wanted = `${sbc?.ufrag ?? '?'}:${teams?.ufrag ?? '?'}`;
  const facts = { id: 'wrong-username', sender, problem, found, wanted } as const;
  doubts.add(
    session,
    facts,
    { in: request },
    (evidence) =>
      usernamesTaken(call).has(found) || (problem === 'unknown' && mayBeUnseen(transaction, found, evidence)),
  );
}

/** Of the checks that were taken; asked at the end. Who takes one knows it (RFC 8489 §9.1.3): the trace lacks a description. */
const usernamesTaken = perObject(
  ({ transactions }: CallSessions): ReadonlySet<string | null> =>
    new Set(
      transactions
        .filter(({ responses }) => responses.some((each) => each.stun.class === 'success'))
        .map(({ stun }) => stunText(stun, USERNAME)),
    ),
);

/**
 * Whether the descriptions that a USERNAME is of may have gone by unseen: an INVITE is missing, or the capture has a hole
 * before the check.
 */
function mayBeUnseen(
  { session, sender, request }: Transaction,
  username: string | null,
  evidence: TraceEvidence,
): boolean {
  const { descriptions, fork } = session;
  const { call } = fork.of;
  const began = call?.messages[0]?.message;
  if (call === null || began === undefined) return false;
  if (lacksInvite(call)) return true;
  const { clock } = evidence;
  const [receiver, own] = username?.split(':') ?? [];
  const unknown = [
    ...(receiver === descriptions[otherEnd(sender)]?.ufrag ? [] : [otherEnd(sender)]),
    ...(own === descriptions[sender]?.ufrag ? [] : [sender]),
  ];
  const time = { since: clock.at(began), until: clock.at(request) };
  return unknown.every((of) => {
    const missing = { of, ...time, times: unknown.length, answer: null };
    return leaveToMiss(fork.of, session, evidence, missing).refused === 'loss';
  });
}

/** Whether responses or an ACK are in the trace of an INVITE that is not. */
const lacksInvite = perObject(({ messages }: Call): boolean => {
  const asked = new Set<string>();
  const followed = new Set<string>();
  for (const { message } of messages) {
    if (!isSip(message)) continue;
    const { method, status, cseq } = factsOf(message.parsed);
    if (method === 'INVITE' && status === null) asked.add(cseq);
    else if (method === 'INVITE' || method === 'ACK') followed.add(cseq);
  }
  return [...followed].some((cseq) => !asked.has(cseq));
});

/** Whether a ufrag is known, and none may stand in what the trace lost of a description. */
function knowsUfrags({ descriptions: { sbc, teams } }: Session): boolean {
  const told = [sbc, teams].filter((each) => each !== null);
  return (
    told.some(({ ufrag }) => ufrag !== null) && told.every(({ ufrag, body }) => ufrag !== null || !body.isCut)
  );
}

/** Teams controls where its peer is lite. */
function judgeRole({ session, sender, request, stun }: Transaction): void {
  const { of: call, index: fork } = session.fork;
  if (sender !== 'teams' || !hasStunAttribute(stun, ICE_CONTROLLED)) return;
  if (session.mode !== 'full-lite' && !call.sidesKnown) return;
  const sbcIsLite = session.descriptions.sbc?.lite === true;
  call.journal.verdict(
    { id: 'role-conflict', how: 'controlled', sender, sbcIsLite },
    { fork, in: request },
    'controlled',
  );
}

function judgePair(transaction: Transaction): void {
  const { session, sender, pair, request, stun, integrity, nominates } = transaction;
  if (pair === null) return;
  const { of: call, index: fork } = session.fork;
  const place = { fork, in: request };
  const { teams } = pair;
  if (pair.teamsType === 'prflx' && pair.requests === 1 && integrity.kind !== 'bad')
    tellLearnt(request, session, pair);
  if (
    session.mode === 'full-lite' &&
    nominates &&
    pair.responses === 0 &&
    pair.requests === 1 &&
    call.call?.outcome !== 'partial' &&
    session.lostFrom.size === 0
  )
    call.journal.verdict({ id: 'aggressive-nomination', how: 'first-check', checker: sender, teams }, place);
  const own = session.candidateAt('teams', teams);
  if (own?.type === 'host' && stunNumber(stun, PRIORITY) === own.priority)
    call.journal.verdict({ id: 'wrong-priority-attribute', sender }, place);
}

function tellLearnt(message: TraceMessage, session: Session, { teams }: Pair): void {
  const { of: call, index: fork } = session.fork;
  const near = session.descriptions.teams?.candidates.find(({ address }) => address === teams.address);
  call.journal.verdict(
    {
      id: 'peer-reflexive',
      teams,
      near: near === undefined ? null : { address: near.address, port: near.port, type: near.type },
    },
    { fork, in: message },
    `${teams.address} ${teams.port}`,
  );
}

/** A response from, or to, another address than the check was sent between. */
export function isAsymmetric({ source, destination }: ResponseReplay, transaction: Transaction): boolean {
  return !isSamePlace(source, transaction.destination) || !isSamePlace(destination, transaction.source);
}

export function doubtAsymmetric(response: ResponseReplay, transaction: Transaction, doubts: Doubts): void {
  const { session, sender: asker, source, destination, request } = transaction;
  const facts = {
    id: 'asymmetric-response',
    asker,
    check: { source, destination },
    response: { source: response.source, destination: response.destination },
  } as const;
  doubts.add(session, facts, { in: response.message, related: [request] });
}

/** Why a success response is discarded (RFC 8489 §9.1.4); null where it is taken. */
export function whyDiscarded(
  found: Integrity,
  { session, sender, integrity }: Transaction,
): Discarded | null {
  // Where the request itself cannot be verified, the password in the trace is not the one in use.
  if (integrity.kind !== 'good') return null;
  switch (found.kind) {
    case 'good':
    case 'unknown':
      return null;
    case 'absent':
    case 'bad':
      return { integrity: found.kind };
    case 'other':
      return { integrity: 'other', password: culprit(found, session, otherEnd(sender)) };
  }
}

export function doubtDiscarded(
  { message }: ResponseReplay,
  { session, sender: asker, request }: Transaction,
  discarded: Discarded,
  doubts: Doubts,
): void {
  const facts = { id: 'wrong-password', how: 'discarded', asker, discarded } as const;
  doubts.add(session, facts, { in: message, related: [request] });
}

/**
 * Judges the address that a response tells its asker.
 *
 * @returns whether the response is of use: it has an address, or one may have been cut off
 */
export function judgeMapped(
  { message, stun }: ResponseReplay,
  transaction: Transaction,
  doubts: Doubts,
): boolean {
  const { session, sender: asker, source, request } = transaction;
  const mapped = stunAddress(stun, XOR_MAPPED_ADDRESS);
  if (mapped === null && stun.cut) return true;
  // A lite agent stands at the capture, and a NAT beyond it may hide where its checks come from.
  if (mapped !== null && session.descriptions[asker]?.lite === true) return true;
  if (mapped !== null && (isSamePlace(mapped, source) || isTranslated(transaction, mapped))) return true;
  const facts = { id: 'wrong-mapped-address', asker, mapped, source } as const;
  doubts.add(session, facts, { in: message, related: [request] });
  return mapped !== null;
}

/** Whether a NAT between the capture and the receiver explains the address that the receiver saw. */
function isTranslated({ source, destination }: Transaction, mapped: Address): boolean {
  return (
    addressClass(source.address) === 'private' &&
    addressClass(mapped.address) !== 'private' &&
    mapped.address !== destination.address
  );
}

/** Judges an error response to a check that is well-formed. */
export function judgeError(response: ResponseReplay, transaction: Transaction, doubts: Doubts): void {
  const { message, stun } = response;
  const { session, sender: asker, request, username, isConsent } = transaction;
  const code = errorCodeOf(stun);
  if (code === 487) {
    tellConflict(message, transaction);
    return;
  }
  if (code === 420) {
    const value = stunValue(stun, UNKNOWN_ATTRIBUTES);
    const attributes = value?.kind === 'types' ? value.types : [];
    const facts = { id: 'unknown-attribute-rejected', how: 'packet', asker, attributes } as const;
    doubts.add(session, facts, { in: message, related: [request] });
  }
  if (code === 420 || username === 'old-generation' || username === 'reversed') return;
  const signature = signatureOf(response, session, transaction);
  const isSigned = signature?.with === 'right';
  // A 401 says that the password is another; with a 400 a right one tells nothing.
  const isExplained =
    (code === 401 || code === 400) &&
    username !== 'unknown' &&
    session.fork.orphan === null &&
    signature !== null &&
    !(isSigned && (code === 400 || isConsent));
  if (isExplained) {
    const changedAnswer = session.changedAnswer !== null;
    const facts = { id: 'wrong-password', how: 'rejected', asker, code, signature, changedAnswer } as const;
    doubts.add(session, facts, { in: message, related: [request] });
  } else if (!isConsent) {
    const facts = { id: 'check-refused', asker, code, check: whatIsKnown(transaction, signature) } as const;
    doubts.add(session, facts, { in: message, related: [request] });
  }
}

function whatIsKnown(
  { session, username }: Transaction,
  signature: Signature | null,
): VerdictFacts<'check-refused'>['check'] {
  const { of: call, orphan } = session.fork;
  if (call.call === null) return 'unknown-signalling';
  if (username === 'unknown' || orphan !== null) return 'unknown-ufrag';
  return signature === null ? 'unknown-password' : 'right';
}

/** 0 where a response tells none. */
export function errorCodeOf(stun: StunMessage): number {
  const value = stunValue(stun, ERROR_CODE);
  return value?.kind === 'error' ? value.code : 0;
}

function tellConflict(message: TraceMessage, { session, sender, request }: Transaction): void {
  const { of: call, index: fork } = session.fork;
  if (call.call === null) return;
  const { sbc, teams } = session.descriptions;
  const wrong = call.sidesKnown || sbc?.lite === true || teams?.lite === true;
  call.journal.verdict(
    { id: 'role-conflict', how: 'refused', by: otherEnd(sender), wrong },
    { fork, in: message, related: [request] },
    '487',
  );
}

/**
 * What a rejected check is signed with; null where nobody can tell.
 *
 * @param response null where the check was dropped
 */
export function signatureOf(
  response: ResponseReplay | null,
  session: Session,
  { sender, integrity }: SessionCheck,
): Signature | null {
  const receiver = otherEnd(sender);
  switch (integrity.kind) {
    case 'good': {
      const changed = changedLabels(session, receiver);
      if (changed !== null) return { with: 'changed', ...changed };
      const answer = response?.integrity;
      const ownAnswer = answer?.kind === 'other' ? culprit(answer, session, receiver) : null;
      return { with: 'right', ownAnswer, isRestarted: session.generation > 0 };
    }
    case 'other':
      return { with: 'other', password: culprit(integrity, session, receiver) };
    case 'bad':
      return { with: 'none-known' };
    case 'absent':
      return { with: 'nothing' };
    case 'unknown':
      return null;
  }
}

/** Whose password it is that was used for the wanted one. */
function culprit(
  { password }: Extract<Integrity, { readonly kind: 'other' }>,
  session: Session,
  wanted: End,
): OtherPassword {
  const { of: call } = session.fork;
  if (password === null || password.call !== call.call) return { of: 'other-call' };
  const { end } = password;
  const label = labelOf(password.in);
  if (end !== wanted) return { of: 'other-end', end, label, wanted };
  const now = session.descriptions[wanted]?.body;
  const current = now === undefined ? undefined : password.call.messages[now.place]?.message;
  return {
    of: 'other-description',
    label,
    current: current === undefined ? 'current description' : labelOf(current),
  };
}

/** Labels of an end's two answers, where the later one carries other credentials. */
function changedLabels(
  { changedAnswer, descriptions, fork }: Session,
  end: End,
): { readonly used: string; readonly later: string } | null {
  const first = descriptions[end];
  if (changedAnswer === null || first === null || changedAnswer.body.party !== first.body.party) return null;
  const label = (place: number): string => {
    const message = fork.of.call?.messages[place]?.message;
    return message === undefined ? 'answer' : labelOf(message);
  };
  return { used: label(first.body.place), later: label(changedAnswer.body.place) };
}

/** At the end of the trace: whether a malformed check was ignored, as it must be. */
export function judgeMalformed(transaction: Transaction): void {
  const { malformed, session, sender, request, stun, isAnswered, responses } = transaction;
  const { of: call, index: fork } = session.fork;
  const part = brokenPartOf(stun);
  if (malformed === null || part === null || call.call === null) return;
  // What was answered with success was whole: the capture cut it short, and does not say so.
  const isRefused = responses.length > 0 && responses.every((response) => response.stun.class === 'error');
  if (isAnswered && !isRefused && !isWhole(stun)) return;
  call.journal.verdict(
    { id: 'malformed-packet', sender, problem: malformed, part, answered: isAnswered },
    { fork, in: request },
    String(isAnswered),
  );
}
