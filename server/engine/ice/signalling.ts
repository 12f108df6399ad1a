/** What SIP does to ICE: descriptions that begin sessions, final candidates that complete them, the end of the call. */
import type { CallMessage } from '../calls/call';
import { headerOf, methodOf, statusOf } from '../sip/values';
import type { SipMessage } from '../sip/message';
import type { AttributionIndex } from './attribution';
import type { Change, End, StepEvent } from '../../../shared/ice';
import type { BodyEffect, NegotiatedCall } from './negotiation';
import { renegotiationOf } from './renegotiation';
import type { CallSessions } from './session';

/** Tells a message of a call as a step. */
export function takeSignal(
  { sessions, effects }: NegotiatedCall,
  { message, party, place, retransmissionOf }: CallMessage,
  index: AttributionIndex,
): void {
  const { parsed } = message;
  if (parsed.kind !== 'sip') return;
  const end: End = party === sessions.sbcParty ? 'sbc' : 'teams';
  const name = sessions.nameOf(end);
  const effect = retransmissionOf === null ? (effects.get(place) ?? null) : null;
  const status = statusOf(parsed);
  if (effect === null && (status === 100 || retransmissionOf !== null)) return;
  const changes: Change[] = [];
  const notes: string[] = [];
  if (effect !== null) applyEffect(sessions, effect, message, index, changes, notes);
  const told = tell(parsed, effect, name);
  if (told === null) return;
  const tag = forkAt(sessions, place);
  const fork = effect?.sessions[0]?.fork.index ?? effect?.final[0]?.session.fork.index ?? tag;
  sessions.journal.step(told.event, message, fork, [told.text, ...notes].join('; '), changes);
}

function applyEffect(
  call: CallSessions,
  effect: BodyEffect,
  message: CallMessage['message'],
  index: AttributionIndex,
  changes: Change[],
  notes: string[],
): void {
  if (effect.note !== null) notes.push(effect.note);
  for (const session of effect.sessions) {
    changes.push(...session.begin());
    if (session.generation > 0) notes.push(`ICE restarts, generation ${String(session.generation)}`);
    if (session.mode === 'not-ice')
      notes.push('one of the two descriptions has no ICE: media goes to c= and m=');
    if (session.mode === 'both-lite') {
      // Lite agents use the pair of their only candidates at once (RFC 8445 §8.2).
      const teams = session.descriptions.teams?.candidates[0];
      const sbc = session.descriptions.sbc?.candidates[0];
      if (teams !== undefined && sbc !== undefined)
        session.selected = { teams, teamsType: teams.type, sbc, evidence: 'derived' };
      session.completedBy = message;
      changes.push(...session.to('completed'));
      notes.push('both ends are ICE Lite: nobody checks, the pair is in use at once');
    }
  }
  const foreign = call.call === null ? null : renegotiationOf(call.call).foreign;
  for (const { session, description } of effect.final) {
    const remote = description.remoteCandidates.find(({ component }) => component === 1);
    const local = description.defaultAddress;
    if (remote === undefined || local === null || description.body.party === call.sbcParty) continue;
    if (foreign?.has(description) === true) continue;
    changes.push(...session.begin());
    const pair = session.pairFor(local, remote, null, changes);
    index.addTeamsAddress(local, session);
    if (pair === null) continue;
    if (session.state === 'completed' && pair.nominated) {
      notes.push('it confirms the pair in use with remote-candidates');
      continue;
    }
    session.set(pair, 'succeeded', changes);
    if (!pair.nominated) changes.push({ kind: 'nominated', of: session.place, pair: pair.id });
    pair.nominated = true;
    session.select(message, changes);
    notes.push('remote-candidates tells which pair won');
  }
}

function tell(
  parsed: SipMessage,
  effect: BodyEffect | null,
  name: string,
): { readonly event: StepEvent; readonly text: string } | null {
  const status = statusOf(parsed);
  const method = methodOf(parsed);
  const label = status === null ? method : String(status);
  if (effect !== null) {
    const event: StepEvent =
      effect.kind === 'answer' && status !== null && status >= 200 ? 'final' : effect.kind;
    const what = {
      offer: 'offers',
      answer: 'answers',
      reoffer: 'offers again',
      reanswer: 'answers again',
    }[effect.kind];
    return { event, text: `${name} ${what} (${label})` };
  }
  const reason = headerOf(parsed, 'reason')?.value.text ?? null;
  const because = reason === null ? '' : `: ${reason}`;
  if (status === null) {
    switch (method) {
      case 'INVITE':
        return { event: 'offer', text: `${name} invites without a description` };
      case 'ACK':
        return { event: 'ack', text: `${name} confirms (ACK)` };
      case 'CANCEL':
        return { event: 'cancel', text: `${name} cancels the call${because}` };
      case 'BYE':
        return { event: 'bye', text: `${name} ends the call (BYE)${because}` };
      case 'REFER':
        return { event: 'refer', text: `${name} transfers the call (REFER)` };
      default:
        return null;
    }
  }
  if (method !== 'INVITE') return null;
  if (status >= 300) return { event: 'reject', text: `${name} rejects with ${label}${because}` };
  if (status >= 200) return { event: 'final', text: `${name} answers the call (${label})` };
  return { event: 'ringing', text: `${name} says ${label}` };
}

/** The fork of a response. */
function forkAt({ call, forks }: CallSessions, place: number): number | null {
  const tag = call?.forks.find(({ responses }) => responses.includes(place))?.toTag;
  return forks.find(({ toTag }) => tag !== undefined && toTag === tag)?.index ?? null;
}
