/** The conversations of a capture without a call, and what each is in the path of media. */
import { addressText } from '../engine/ice/address';
import type { PathFlow } from '../engine/path/model';
import { conversationKey, packetsByConversation } from '../engine/path/conversation-packets';
import { pathsOf } from '../engine/path/trace-paths';
import type { TraceMessage } from '../engine/traces/message';
import type { TraceTime } from '../../shared/times';
import type { MediaFlowSummary } from '../../shared/protocol';
import { rangeOf, type TraceView } from './view';

/** In the order of the capture; none where the trace has calls: their panels show their paths. */
export function mediaFlows(view: TraceView): readonly MediaFlowSummary[] {
  const { analysis } = view;
  const { trace } = analysis;
  if (trace.calls.some(({ kind }) => kind === 'call') || trace.conversations.rows.length === 0) return [];
  const packets = packetsByConversation(trace.messages);
  // The replays of a trace without calls belong to none, and are not asked for.
  const paths = pathsOf(trace, [], analysis.options.facts.network);
  return paths.flatMap(({ flows }) =>
    flows.map((flow, place) => {
      const key = conversationKey(flow.transport, flow.source, flow.destination);
      return summaryOf(view, flow, String(place), packets.get(key)?.first);
    }),
  );
}

/** @param message the first one of it; none where the text shows none of its packets */
function summaryOf(
  view: TraceView,
  flow: PathFlow,
  key: string,
  message: TraceMessage | undefined,
): MediaFlowSummary {
  return {
    key,
    started: timeOf(flow.first),
    ended: timeOf(flow.last),
    source: addressText(flow.source),
    destination: addressText(flow.destination),
    protocol: `${flow.protocol.toUpperCase()}, ${flow.transport.toUpperCase()}`,
    packets: flow.packets,
    octets: flow.octets,
    class: flow.class,
    flow: flow.flow,
    interface: flow.interface,
    part: flow.stayed ? 'stayed' : flow.tried ? 'tried' : null,
    range:
      message === undefined
        ? null
        : rangeOf(view, { start: message.record.span.start, end: message.record.span.start }),
  };
}

function timeOf(micros: number | null): TraceTime | null {
  return micros === null ? null : { micros, date: 'full' };
}
