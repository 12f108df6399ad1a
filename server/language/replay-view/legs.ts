/** All that the trace shows of a call: its own leg, further hops of its messages, and its other leg at the SBC. */
import type { Call } from '../../engine/calls/call';
import { perObject } from '../../engine/basics/memo';
import type { Trace } from '../../engine/calls/trace';

const byCallId = perObject((calls: Trace['calls']): ReadonlyMap<string, readonly Call[]> => {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    if (call.kind === 'sdp') continue;
    const group = groups.get(call.callId);
    if (group === undefined) groups.set(call.callId, [call]);
    else group.push(call);
  }
  return groups;
});

/**
 * The legs of a call, in the order of the trace, the call itself among them. Messages without a Call-ID may be of
 * several calls, so they make no legs.
 *
 * @param pstn the same call on the other side of the SBC; null where the trace does not show it
 */
export function legsOf(
  { calls }: Pick<Trace, 'calls'>,
  call: Call | null,
  pstn: Call | null,
): readonly Call[] {
  if (call === null) return [];
  const same = call.callId === '' ? [call] : (byCallId(calls).get(call.callId) ?? [call]);
  const legs = same.includes(call) ? [...same] : [call];
  if (pstn !== null && !legs.includes(pstn)) legs.push(pstn);
  return legs.sort((a, b) => firstOf(a) - firstOf(b));
}

function firstOf({ messages }: Call): number {
  return messages[0]?.message.index ?? 0;
}
