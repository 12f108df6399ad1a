/** Leave to say of a call that something never came, asked of the evidence stage in the terms of ICE. */
import type { End } from '../../../shared/ice';
import { otherEnd } from '../../../shared/ice';
import type { TraceEvidence } from '../evidence/evidence';
import type { Leave } from '../evidence/warrant';
import type { CallSessions, Session } from './session';

/** What an end of a session is said not to have sent. */
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

/** Leave to say that media of an end, checks and answers with it, is missing. */
export function leaveToMiss(
  call: CallSessions,
  session: Session,
  evidence: TraceEvidence,
  { of, since, until, times, answer }: Missing,
): Leave {
  const from = mediaHosts(session, of);
  const heard = [...from, ...signallingHosts(call, of)];
  const to = mediaHosts(session, otherEnd(of));
  return evidence.leaveFor({ kind: 'media', from, heard, to, since, until, times, answer });
}

/** Addresses that an end's media comes from: those of its description, and those that were seen. */
export function mediaHosts({ descriptions, pairs }: Session, end: End): readonly string[] {
  const hosts = new Set<string>();
  const description = descriptions[end];
  for (const { address } of description?.candidates ?? []) hosts.add(address);
  const byDefault = description?.defaultAddress ?? null;
  if (byDefault !== null) hosts.add(byDefault.address);
  for (const pair of pairs) {
    hosts.add(pair[end].address);
    if (end === 'teams' && pair.base !== null) hosts.add(pair.base.address);
  }
  return [...hosts];
}

function signallingHosts({ call, sbcParty }: CallSessions, end: End): readonly string[] {
  return (call?.messages ?? []).flatMap(({ party, message }) =>
    (party === sbcParty) === (end === 'sbc') ? (message.record.meta.source?.address ?? []) : [],
  );
}
