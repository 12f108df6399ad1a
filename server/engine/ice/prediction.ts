/**
 * Sessions of which the trace has no check. Where the capture saw media of the SBC, their absence is a fact; where it
 * holds signalling only, what conforming endpoints would do is predicted, and nothing is blamed on a prediction.
 */
import { addressClass } from '../network/address-classes';
import { headersOf } from '../sip/values';
import type { TraceMessage } from '../traces/message';
import { durationText, SECOND, type Clock } from './clock';
import type { Coverage } from './ending';
import { addressText } from './model';
import type { CallSessions, Fork, Session } from './session';

/** The first check follows the descriptions within this time. */
const checkTime = 5 * SECOND;

/** Tells of sessions without checks; gives back whether anything of the call is predicted. */
export function predictCall(call: CallSessions, clock: Clock, coverage: Coverage): boolean {
  let predicted = false;
  for (const fork of call.forks) {
    for (const session of fork.sessions) {
      if (session.checks > 0 || session.state !== 'running' || session.selected !== null) continue;
      if (session.logged !== null) continue;
      if (session.mode !== 'full-lite' && session.mode !== 'both-full') continue;
      const sbc = session.descriptions.sbc?.candidates ?? [];
      if (sbc.some(({ address }) => coverage.sawMediaOf(address)))
        missChecks(call, fork, session, clock, coverage);
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
  clock: Clock,
  coverage: Coverage,
): void {
  if (!fork.active && call.forks.length > 1) return;
  const known = beginning(call, session);
  const { answeredBy, endedBy } = call;
  if (known === null || answeredBy === null || session !== fork.main) return;
  const from = clock.at(known);
  const end = clock.at(endedBy ?? coverage.last);
  if (end - Math.max(from, clock.at(answeredBy)) < checkTime) return;
  const isCovered = coverage.spans(from, end);
  const sbc = session.descriptions.sbc?.candidates ?? [];
  call.journal.verdict({
    id: 'no-checks',
    severity: isCovered ? 'error' : 'info',
    evidence: isCovered ? 'observed' : 'unknown',
    message: `${isCovered ? 'no check ever reached' : 'not in this capture: a check to'} ${sbc.map(addressText).join(', ')} in ${durationText(end - from)} after both descriptions were known: ${causeOf(session)}`,
    fork: fork.index,
    in: known,
    rules: ['ice-no-check-received'],
  });
}

function causeOf({ descriptions }: Session): string {
  const hidden = descriptions.sbc?.candidates.find(({ address }) => isUnreachable(address));
  return hidden === undefined
    ? 'a firewall in the way of UDP, a wrong public address in the SBC, or the capture was taken elsewhere'
    : `${hidden.address} cannot be reached from the Internet; the SBC must offer its public address`;
}

function predict(call: CallSessions, fork: Fork, session: Session): void {
  const message = beginning(call, session);
  if (message === null) return;
  const { sbc, teams } = session.descriptions;
  session.evidence = 'predicted';
  for (const pair of session.pairs) pair.evidence = 'predicted';
  const name = call.nameOf(session.checker);
  const order = session.pairs.map((pair) => `${addressText(pair.teams)} (${pair.teamsType})`);
  const { journal } = call;
  journal.foretell(
    'checks',
    message,
    fork.index,
    `${name} checks ${order.length === 0 ? 'nothing' : order.slice(0, 8).join(', then ')}${order.length > 8 ? ' and so on' : ''} with USERNAME ${session.checker === 'teams' ? `${sbc?.ufrag ?? '?'}:${teams?.ufrag ?? '?'}` : `${teams?.ufrag ?? '?'}:${sbc?.ufrag ?? '?'}`}, one every 20 to 50 ms; an answer comes after a round trip`,
  );
  journal.foretell(
    'repeats',
    message,
    fork.index,
    'a check without an answer is sent again after 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s and fails after 39.5 s',
  );
  const port = sbc?.candidates[0]?.port;
  journal.foretell(
    'nomination',
    message,
    fork.index,
    `${name} nominates a valid pair, before or after the 200; which one is not known. To see it, capture udp.port==${String(port ?? 0)} && stun`,
  );
  judgeReach(call, fork, session, message);
}

/** An outcome that descriptions alone rule out. */
function judgeReach(call: CallSessions, fork: Fork, session: Session, message: TraceMessage): void {
  const candidates = session.descriptions.sbc?.candidates ?? [];
  if (!call.sidesKnown || isLocal(call) || candidates.length === 0) return;
  if (!candidates.every(({ address }) => isUnreachable(address))) return;
  const body = session.descriptions.sbc?.body;
  const place = (body === undefined ? undefined : call.call?.messages[body.place]?.message) ?? message;
  call.journal.verdict({
    id: 'no-checks',
    severity: 'warning',
    evidence: 'derived',
    message: `no check can reach ${candidates.map(addressText).join(', ')}: ${causeOf(session)}`,
    fork: fork.index,
    in: place,
    at: candidates[0] === undefined ? null : { start: candidates[0].line.start, end: candidates[0].line.end },
    rules: ['ice-no-check-received'],
  });
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
  return call.call?.messages[Math.max(...places)]?.message ?? null;
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
