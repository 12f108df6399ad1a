/** The other leg of the SBC: the same call on its way to or from the telephone network. */
import type { Call } from '../../engine/calls/call';
import type { Party } from '../../../shared/calls';
import type { CallReplay } from '../../engine/ice/model';
import type { TraceMessage } from '../../engine/traces/message';
import { userOf } from '../labels';
import type { TraceView } from '../view';

/**
 * The only other call of the trace that has an address of the SBC, overlaps in time and is the same by its Call-ID or by
 * both its numbers; null where none is, or several are.
 */
export function pstnLegOf({ analysis }: TraceView, replay: CallReplay): Call | null {
  const { call, sidesKnown, sbcParty } = replay;
  if (call === null || !sidesKnown) return null;
  const addresses = addressesOf(call, sbcParty);
  if (addresses.size === 0) return null;
  const found = analysis.trace.calls.filter(
    (other) =>
      other !== call &&
      other.kind === 'call' &&
      other.sides.caller !== 'teams' &&
      other.sides.callee !== 'teams' &&
      isSameCall(call, other) &&
      overlap(call, other) &&
      partyAt(other, addresses) !== null,
  );
  const [only] = found;
  return only === undefined || found.length > 1 ? null : only;
}

/** Which end of the PSTN leg the SBC is. */
export function sbcPartyOfPstn(pstn: Call, { call, sbcParty }: Pick<CallReplay, 'call' | 'sbcParty'>): Party {
  return (call === null ? null : partyAt(pstn, addressesOf(call, sbcParty))) ?? 'callee';
}

function isSameCall(one: Call, other: Call): boolean {
  if (one.callId === other.callId) return true;
  const [from, to] = [digitsOf(one.from), digitsOf(one.to)];
  return from.length >= 3 && to.length >= 3 && from === digitsOf(other.from) && to === digitsOf(other.to);
}

function digitsOf(uri: string): string {
  return userOf(uri).replace(/[^0-9]/g, '');
}

function overlap(one: Call, other: Call): boolean {
  const [a, b] = [spanOf(one), spanOf(other)];
  return a !== null && b !== null && a.first <= b.last && b.first <= a.last;
}

function spanOf({ messages }: Call): { readonly first: number; readonly last: number } | null {
  const times = messages.flatMap(({ message }) => message.record.meta.time?.micros ?? []);
  const [first] = times;
  const last = times.at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}

/** The addresses that one end of a leg sends from. */
function addressesOf(call: Call, party: Party): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (const each of call.messages) {
    const address = senderOf(each.message);
    if (each.party === party && address !== null) addresses.add(address);
  }
  return addresses;
}

/** The end of a leg that sends from one of some addresses while the other one does not. */
function partyAt(call: Call, addresses: ReadonlySet<string>): Party | null {
  const has = (party: Party): boolean => [...addressesOf(call, party)].some((each) => addresses.has(each));
  const [caller, callee] = [has('caller'), has('callee')];
  if (caller === callee) return null;
  return caller ? 'caller' : 'callee';
}

function senderOf({ record }: TraceMessage): string | null {
  return record.meta.source?.address ?? null;
}
