/**
 * Sessions of which the trace has no check. Where the capture saw media of the SBC, their absence is a fact; where it
 * holds signalling only, what conforming endpoints would do is predicted, and nothing is blamed on a prediction.
 */
import { mostOf } from '../../../shared/extremes';
import { addressClass } from '../network/address-classes';
import { headersOf } from '../sip/values';
import type { TraceMessage } from '../traces/message';
import { SECOND } from '../basics/durations';
import type { TraceEvidence } from '../evidence/evidence';
import { saidInWords } from '../evidence/warrant';
import { leaveToMiss } from './leave';
import type { Address } from '../../../shared/ice';
import type { CallSessions, Fork, Session } from './session';

/** The first check follows the descriptions within this time. */
const checkTime = 5 * SECOND;
/** A check and its repetitions within that time (RFC 8489 §6.2.1). */
const leastChecks = 4;

/** Tells of sessions without checks; gives back whether anything of the call is predicted. */
export function predictCall(call: CallSessions, evidence: TraceEvidence, last: TraceMessage): boolean {
  let predicted = false;
  for (const fork of call.forks) {
    for (const session of fork.sessions) {
      if (session.checks > 0 || session.state !== 'running' || session.selected !== null) continue;
      if (session.logged !== null) continue;
      if (session.mode !== 'full-lite' && session.mode !== 'both-full') continue;
      const sbc = session.descriptions.sbc?.candidates ?? [];
      if (sbc.some(({ address }) => evidence.sawMediaOf(address)))
        missChecks(call, fork, session, evidence, last);
      else {
        predict(call, fork, session);
        predicted = true;
      }
    }
  }
  return predicted;
}

/** Media of the SBC was captured, but no check. */
function missChecks(
  call: CallSessions,
  fork: Fork,
  session: Session,
  evidence: TraceEvidence,
  last: TraceMessage,
): void {
  const { clock } = evidence;
  if (!fork.active && call.forks.length > 1) return;
  // Where its media arrives nothing stops its checks: the capture was filtered or cut, or an end does no ICE.
  if (session.checker === 'teams' && session.streamedFirst !== null) return;
  const known = beginning(call, session);
  const { answeredBy, endedBy } = call;
  if (known === null || answeredBy === null || session !== fork.main) return;
  const from = clock.at(known);
  const end = clock.at(endedBy ?? last);
  if (end - Math.max(from, clock.at(answeredBy)) < checkTime) return;
  const { warrant } = leaveToMiss(call, session, evidence, {
    of: session.checker,
    since: from,
    until: end,
    times: leastChecks,
    answer: null,
  });
  if (warrant === null) return;
  const candidates = (session.descriptions.sbc?.candidates ?? []).map(placeOf);
  call.journal.verdict(
    {
      id: 'no-checks',
      candidates,
      unreachable: firstUnreachable(candidates),
      waited: { micros: end - from },
    },
    { fork: fork.index, in: known, evidence: 'observed', warrant },
  );
}

function predict(call: CallSessions, fork: Fork, session: Session): void {
  const message = beginning(call, session);
  if (message === null) return;
  const { checker, descriptions, pairs } = session;
  const [sbc, teams] = [descriptions.sbc?.ufrag ?? '?', descriptions.teams?.ufrag ?? '?'];
  session.evidence = 'predicted';
  for (const pair of pairs) pair.evidence = 'predicted';
  const { journal } = call;
  journal.foretell(
    {
      what: 'checks',
      checker,
      order: pairs.map((pair) => ({ teams: pair.teams, type: pair.teamsType })),
      username: checker === 'teams' ? `${sbc}:${teams}` : `${teams}:${sbc}`,
    },
    message,
    fork.index,
  );
  journal.foretell({ what: 'repeats' }, message, fork.index);
  const port = descriptions.sbc?.candidates[0]?.port ?? 0;
  journal.foretell({ what: 'nomination', checker, port }, message, fork.index);
  judgeReach(call, fork, session, message);
}

/** An outcome that descriptions alone rule out. */
function judgeReach(call: CallSessions, fork: Fork, session: Session, message: TraceMessage): void {
  const candidates = session.descriptions.sbc?.candidates ?? [];
  if (!call.sidesKnown || isLocal(call) || candidates.length === 0) return;
  if (!candidates.every(({ address }) => isUnreachable(address))) return;
  const body = session.descriptions.sbc?.body;
  const place = (body === undefined ? undefined : call.call?.messages[body.place]?.message) ?? message;
  const line = candidates[0]?.line;
  call.journal.verdict(
    {
      id: 'no-checks',
      candidates: candidates.map(placeOf),
      unreachable: firstUnreachable(candidates),
      waited: null,
    },
    {
      fork: fork.index,
      in: place,
      at: line === undefined ? null : { start: line.start, end: line.end },
      evidence: 'derived',
      warrant: saidInWords(),
    },
  );
}

/** Local Media Optimization: Teams' client and the SBC meet inside the customer's network. */
function isLocal(call: CallSessions): boolean {
  return (call.call?.messages ?? []).some(
    ({ message: { parsed } }) =>
      parsed.kind === 'sip' &&
      headersOf(parsed, 'x-ms-userlocation').some(
        ({ value }) => value.text.trim().toLowerCase() === 'internal',
      ),
  );
}

function beginning(call: CallSessions, { descriptions }: Session): TraceMessage | null {
  const places = [descriptions.sbc, descriptions.teams].flatMap((each) =>
    each === null ? [] : [each.body.place],
  );
  return call.call?.messages[mostOf(places)]?.message ?? null;
}

function placeOf({ address, port }: Address): Address {
  return { address, port };
}

function firstUnreachable(candidates: readonly Address[]): string | null {
  return candidates.find(({ address }) => isUnreachable(address))?.address ?? null;
}

/** Whether Teams cannot reach an address over the Internet. */
function isUnreachable(address: string): boolean {
  switch (addressClass(address)) {
    case 'private':
    case 'shared':
    case 'link-local':
    case 'loopback':
    case 'unspecified':
      return true;
    default:
      return false;
  }
}
