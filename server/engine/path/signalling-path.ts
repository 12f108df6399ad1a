/** The path of a trace that holds SIP between an SBC and Microsoft, and no call: OPTIONS that keep the trunk alive. */
import type { Call } from '../calls/call';
import type { Network } from '../network/network';
import { restFlows, signallingFlows } from './call-flows';
import type { CaptureGround } from './client-path';
import { ConversationIndex, listed, signallingFlow } from './flows';
import type { Leg, MediaPath } from './model';
import { SbcNames } from './sbc-names';
import { cloudOf, isTeamsCall, signallingEnds } from './signalled';

/** Null for a trace whose signalling is not that of a trunk to Microsoft. */
export function signallingPath({ trace, network }: CaptureGround): MediaPath | null {
  const calls = trace.calls.filter((call) => call.kind === 'other' && isTeamsCall(call));
  const [first] = calls;
  if (first === undefined) return null;
  const conversations = new ConversationIndex(listed(trace.conversations.rows));
  const { sbc, peer } = signallingEnds(first, network);
  return {
    call: null,
    evidence: 'unknown',
    pair: null,
    legs: legsOf(first, network),
    lync: null,
    signalled: {
      candidates: [],
      earlier: [],
      peer,
      sbc,
      cloud: cloudOf(first, peer, network),
      sbcName: SbcNames.in(calls, network).of(first),
      behindNat: null,
      userLocation: null,
      foreign: [],
      sbcMedia: null,
      maybeVpn: null,
      bridges: [],
      hasCopies: false,
      in: first.messages[0]?.message ?? null,
    },
    flows: [...signallingFlows(calls, conversations, network), ...restFlows(conversations)],
    names: [],
    client: null,
    missingSettings: [],
  };
}

/** The topology of Direct Routing is all that signalling shows: figure 17. */
function legsOf(call: Call, network: Network): readonly Leg[] {
  const { sbc, peer } = signallingEnds(call, network);
  const opening = call.messages[0];
  if (sbc === null || peer === null || opening === undefined) return [];
  const bySbc = opening.side === 'sbc';
  const near = { ...sbc, class: 'sbc' as const };
  const [flow, other] = [signallingFlow(peer.class, bySbc), signallingFlow(peer.class, !bySbc)];
  return [
    {
      leg: 'sbc',
      flow,
      alternatives: other === null ? [] : [other],
      figures: flow === null ? [] : ['17'],
      from: bySbc ? near : peer,
      to: bySbc ? peer : near,
      evidence: 'observed',
      why: 'there is signalling only, and no call',
      in: opening.message,
    },
  ];
}
