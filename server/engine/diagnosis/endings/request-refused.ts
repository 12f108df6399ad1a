/** A request within the call is refused, and the call ends of it: a hold, a restart of ICE, a PRACK. */
import { SECOND } from '../../basics/durations';
import { microsoftResponse } from '../../sip/microsoft-responses';
import { statusWords } from '../../sip/status-words';
import { otherParty } from '../../../../shared/calls';
import { capital } from '../../../../shared/words';
import { concernOf, nameOf, type Case } from '../case';
import { between, type Course, type Seen } from '../course';
import type { Topic } from '../relations';
import { placeOf, tellsCause, transactionOf, type Ending } from './ending';
import { lineOf, saidIn } from './refused';

const methods: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'PRACK']);
/** Sent again at once, or by another way: no failure (RFC 3261 §14.1, §22; RFC 4028 §7). */
const retried: ReadonlySet<number> = new Set([401, 407, 422, 423, 487, 491]);
/** Microseconds behind a refusal in which an end is its consequence. */
const soon = 35 * SECOND;

export function requestRefused(it: Case): Ending | null {
  const { call, course } = it;
  const { final } = course;
  const within = askedWithin(course);
  const refusal = course.seen.findLast((each) => isRefusal(each, course, within));
  if (refusal === undefined || !endsBy(it, refusal)) return null;
  const { method, status } = refusal.facts;
  const known = call.sides[refusal.at.party] === 'teams' ? microsoftResponse(refusal.sip) : null;
  const words = statusWords(status ?? 0);
  const said = saidIn(refusal.sip);
  const asker = otherParty(refusal.at.party);
  const meaning = known?.meaning ?? words.meaning;
  const topic: Topic | null = method === 'PRACK' ? 'early' : (known?.about ?? words.about);
  return {
    grade: 'bad',
    text:
      `${capital(nameOf(call, refusal.at.party))} refused the ${method === 'INVITE' ? 're-INVITE' : method} of ${nameOf(call, asker)} ` +
      `with ${lineOf(refusal)}: ${meaning}${said === '' ? '' : `; it says ${said}`}${final === null ? '' : '; then the call ended'}`,
    topic,
    shown: placeOf(refusal),
    advice: known?.action ?? words.action,
    side: known === null ? concernOf(call, asker) : known.side,
    isCause: false,
    isTold: tellsCause(known),
    transaction: transactionOf(refusal),
    blamed: asker,
    says: ['call-final-reinvite-rejected', 'dr-failure-cause'],
  };
}

/** CSeq of each INVITE within the call: it has the tag of the other side. */
function askedWithin({ seen }: Course): ReadonlySet<string> {
  const within = new Set<string>();
  for (const { facts } of seen)
    if (facts.status === null && facts.method === 'INVITE' && facts.toTag !== '') within.add(facts.cseq);
  return within;
}

function isRefusal({ facts, at }: Seen, { final }: Course, within: ReadonlySet<string>): boolean {
  const { status, method, cseq } = facts;
  if (status === null || status < 300 || !methods.has(method) || retried.has(status)) return false;
  if (at.place === final?.at.place) return false;
  return method !== 'INVITE' || within.has(cseq);
}

/** Whether the call ends of a refusal: its dialog is gone (RFC 3261 §12.2.1.2), or somebody ends it soon. */
function endsBy({ call, course: { bye, cancel, final }, signalling }: Case, refusal: Seen): boolean {
  const { status, method } = refusal.facts;
  // Without its PRACK answered a reliable provisional response comes to nothing (RFC 3262 §3).
  if (method === 'PRACK' && final === null) return true;
  if (bye === null && (status === 481 || status === 408)) return true;
  const isFailing =
    (final?.facts.status ?? 0) >= 300 && final !== null && final.message.index > refusal.message.index;
  const end = bye ?? (isFailing ? final : call.outcome === 'cancelled' ? cancel : null);
  if (end === null || end.message.index < refusal.message.index) return false;
  const apart = between(signalling, refusal, end);
  return apart === null || apart < soon;
}
