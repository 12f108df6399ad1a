/** What SIP does to ICE: descriptions that begin sessions, final candidates that complete them, the end of the call. */
import type { CallMessage } from '../calls/call';
import { headerOf, methodOf, statusOf } from '../sip/values';
import type { SipMessage } from '../sip/message';
import type { AttributionIndex } from './attribution';
import type { Change, End } from '../../../shared/ice';
import type { BodyEffect, NegotiatedCall } from './negotiation';
import { renegotiationOf } from './renegotiation';
import type { CallSessions, Session } from './session';
import type { Signal, SignalNote } from './steps/signal';

/** Tells a message of a call as a step. */
export function takeSignal(
  { sessions, effects }: NegotiatedCall,
  { message, party, place, retransmissionOf }: CallMessage,
  index: AttributionIndex,
): void {
  const { parsed } = message;
  if (parsed.kind !== 'sip') return;
  const end: End = party === sessions.sbcParty ? 'sbc' : 'teams';
  const effect = retransmissionOf === null ? (effects.get(place) ?? null) : null;
  const status = statusOf(parsed);
  if (effect === null && (status === 100 || retransmissionOf !== null)) return;
  const changes: Change[] = [];
  const notes: SignalNote[] = [];
  if (effect !== null) applyEffect(sessions, effect, message, index, changes, notes);
  const deed = deedOf(parsed, effect);
  if (deed === null) return;
  const { event, does, label, reason } = deed;
  const fork =
    effect?.sessions[0]?.fork.index ?? effect?.final[0]?.session.fork.index ?? forkAt(sessions, place);
  sessions.journal.step(
    { id: 'signal', signal: { by: end, event, does, label, reason, notes } },
    { in: message, fork, changes },
  );
}

function applyEffect(
  call: CallSessions,
  effect: BodyEffect,
  message: CallMessage['message'],
  index: AttributionIndex,
  changes: Change[],
  notes: SignalNote[],
): void {
  if (effect.changedFrom !== null) notes.push({ note: 'changed-credentials', than: effect.changedFrom });
  for (const session of effect.sessions) {
    for (const each of session.begin()) changes.push(each);
    if (session.mode === 'not-ice') {
      notes.push({ note: 'not-ice' });
      for (const each of endUnchecked(session)) changes.push(each);
    } else if (session.generation > 0) notes.push({ note: 'restart', generation: session.generation });
    if (session.mode === 'both-lite') {
      // Lite agents use the pair of their only candidates at once (RFC 8445 §8.2).
      const teams = session.descriptions.teams?.candidates[0];
      const sbc = session.descriptions.sbc?.candidates[0];
      if (teams !== undefined && sbc !== undefined)
        session.selected = { teams, teamsType: teams.type, sbc, evidence: 'derived' };
      session.completedBy = message;
      for (const each of session.to('completed')) changes.push(each);
      notes.push({ note: 'both-lite' });
    }
  }
  const foreign = call.call === null ? null : renegotiationOf(call.call).foreign;
  for (const { session, description } of effect.final) {
    const remote = description.remoteCandidates.find(({ component }) => component === 1);
    const local = description.defaultAddress;
    if (remote === undefined || local === null || description.body.party === call.sbcParty) continue;
    if (foreign?.has(description) === true) continue;
    for (const each of session.begin()) changes.push(each);
    const pair = session.pairFor(local, remote, null, changes);
    index.addTeamsAddress(local, session);
    if (pair === null) continue;
    if (session.state === 'completed' && pair.nominated) {
      notes.push({ note: 'confirms-pair' });
      continue;
    }
    session.set(pair, 'succeeded', changes);
    session.nominate(pair, true, message, changes);
    notes.push({ note: 'tells-pair' });
  }
}

/** What a message says by itself; null where it moves nothing. */
function deedOf(parsed: SipMessage, effect: BodyEffect | null): Omit<Signal, 'by' | 'notes'> | null {
  const status = statusOf(parsed);
  const method = methodOf(parsed);
  const label = status === null ? method : String(status);
  if (effect !== null) {
    const isFinal = effect.kind === 'answer' && status !== null && status >= 200;
    return { event: isFinal ? 'final' : effect.kind, does: effect.kind, label, reason: null };
  }
  const reason = (): string | null => headerOf(parsed, 'reason')?.value.text ?? null;
  if (status === null) {
    switch (method) {
      case 'INVITE':
        return { event: 'offer', does: 'invite', label, reason: null };
      case 'ACK':
        return { event: 'ack', does: 'ack', label, reason: null };
      case 'CANCEL':
        return { event: 'cancel', does: 'cancel', label, reason: reason() };
      case 'BYE':
        return { event: 'bye', does: 'bye', label, reason: reason() };
      case 'REFER':
        return { event: 'refer', does: 'refer', label, reason: null };
      default:
        return null;
    }
  }
  if (method !== 'INVITE') return null;
  if (status >= 300) return { event: 'reject', does: 'reject', label, reason: reason() };
  if (status >= 200) return { event: 'final', does: 'accept', label, reason: null };
  return { event: 'ringing', does: 'ring', label, reason: null };
}

/** The fork of a response. */
function forkAt({ call, forks }: CallSessions, place: number): number | null {
  const tag = call?.forks.find(({ responses }) => responses.includes(place))?.toTag;
  return forks.find(({ toTag }) => tag !== undefined && toTag === tag)?.index ?? null;
}

/** What was agreed on before descriptions without ICE, and never checked in this trace, goes on no longer. */
function endUnchecked({ fork, stream, generation }: Session): readonly Change[] {
  const before = fork.sessions.find((each) => each.stream === stream && each.generation === generation - 1);
  return before?.state === 'running' && before.checks === 0 ? before.to('not-ice') : [];
}
