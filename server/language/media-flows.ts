/** The conversations of a capture without a call, and what each is in the path of media. */
import type { PathFlow } from '../engine/path/model';
import { pathsOf } from '../engine/path/trace-paths';
import { endpointText } from '../engine/text/endpoint';
import type { TraceMessage } from '../engine/traces/message';
import type { TraceTime } from '../../shared/times';
import type { MediaFlowSummary } from '../../shared/protocol';
import { replaysOf } from './replay-view/replays';
import { rangeOf, type TraceView } from './view';

/** In the order of the capture; none where the trace has calls: their panels show their paths. */
export function mediaFlows(view: TraceView): readonly MediaFlowSummary[] {
  const { analysis } = view;
  const { trace } = analysis;
  if (trace.calls.some(({ kind }) => kind === 'call') || trace.conversations.rows.length === 0) return [];
  const first = firstMessages(trace.messages);
  const paths = pathsOf(trace, replaysOf(view), analysis.options.facts.network);
  return paths.flatMap(({ flows }) => flows.map((flow, place) => summaryOf(view, flow, place, first)));
}

function summaryOf(
  view: TraceView,
  flow: PathFlow,
  place: number,
  firstOf: ReadonlyMap<string, TraceMessage>,
): MediaFlowSummary {
  const source = endpointText(flow.source);
  const destination = endpointText(flow.destination);
  const message = firstOf.get(`${source} ${destination}`);
  return {
    key: String(place),
    started: timeOf(flow.first),
    ended: timeOf(flow.last),
    source,
    destination,
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

/** By `source destination`. */
function firstMessages(messages: readonly TraceMessage[]): ReadonlyMap<string, TraceMessage> {
  const first = new Map<string, TraceMessage>();
  for (const message of messages) {
    const { source, destination } = message.record.meta;
    const key = `${endpointText(source)} ${endpointText(destination)}`;
    if (!first.has(key)) first.set(key, message);
  }
  return first;
}
