/** What was lost between the two sides of a NAT that were both captured: neither end of the session is to blame for it. */
import { leastOf, mostOf } from '../../../shared/extremes';
import type { Address } from '../../../shared/ice';
import type { TraceEvidence } from '../evidence/evidence';
import { nearSide } from '../evidence/translation';
import { withPort } from '../text/endpoint';
import { leaveToMiss } from './leave';
import type { CallSessions, Session, StuckPackets } from './session';

/** Paths of a session that are told, each by itself. */
const mostPaths = 20;

/** @returns whether it is told, so that nothing else need explain the silence */
export function tellLostBetween(call: CallSessions, session: Session, evidence: TraceEvidence): boolean {
  const paths = new Map<string, StuckPackets[]>();
  for (const each of session.stuck) {
    const { source, destination } = each.message.record.meta;
    const key = [source, destination].map((end) => `${end?.address ?? ''} ${end?.port ?? 0}`).join(' ');
    const known = paths.get(key);
    if (known !== undefined) known.push(each);
    else if (paths.size < mostPaths) paths.set(key, [each]);
  }
  const told = [...paths].map(([key, stuck]) => tellOf(key, stuck, call, session, evidence));
  return told.includes(true);
}

/** @param stuck what was lost on one path, of one sender */
function tellOf(
  key: string,
  stuck: readonly StuckPackets[],
  call: CallSessions,
  session: Session,
  evidence: TraceEvidence,
): boolean {
  const [first] = stuck;
  const path = first === undefined ? null : pathOf(first, evidence);
  if (first === undefined || path === null) return false;
  const { sender } = first;
  const { clock } = evidence;
  const checks = packetsOf(stuck, 'checks');
  const answers = packetsOf(stuck, 'answers');
  const media = packetsOf(stuck, 'media');
  const { warrant } = leaveToMiss(call, session, evidence, {
    of: sender,
    since: leastOf(stuck.map(({ message }) => clock.at(message))),
    until: mostOf(stuck.map(({ message }) => clock.at(message))),
    times: checks + answers + media,
    // Checks are sent again, and so is what was not answered.
    answer: checks + answers > 0 ? { askedAgain: true } : null,
  });
  if (warrant === null) return false;
  call.journal.verdict(
    {
      id: 'lost-between',
      sender,
      ...path,
      checks,
      answers,
      media,
      completed: session.state === 'completed',
    },
    {
      fork: session.fork.index,
      in: first.message,
      related: stuck.slice(1).map(({ message }) => message),
      evidence: 'observed',
      warrant,
    },
    key,
  );
  return true;
}

function packetsOf(stuck: readonly StuckPackets[], what: StuckPackets['what']): number {
  return stuck.reduce((sum, each) => (each.what === what ? sum + each.packets : sum), 0);
}

interface Path {
  readonly inside: Address;
  readonly outside: Address;
  readonly peer: Address;
  readonly way: 'out' | 'in';
}

/** The way of a packet that only one side of a NAT shows. */
function pathOf({ message }: StuckPackets, { translations }: TraceEvidence): Path | null {
  const { source, destination } = message.record.meta;
  if (source === null || destination === null) return null;
  const isOut = nearSide(message, translations) === 'inside';
  const [end, far] = isOut ? [source, destination] : [destination, source];
  const inside = withPort(translations.insideOf(end));
  const outside = withPort(translations.outsideOf(end));
  const peer = withPort(far);
  if (inside === null || outside === null || peer === null) return null;
  return { inside, outside, peer, way: isOut ? 'out' : 'in' };
}
