/** The messages of one call, as a tree of calls lists them. */
import { messageOf } from '../engine/analysis/model';
import { firstLineOf } from '../engine/traces/message';
import type { Severity } from '../../shared/severities';
import type { Call, CallMessage } from '../engine/calls/call';
import type { TraceMessage } from '../engine/traces/message';
import type { MessageSummary } from '../../shared/protocol';
import { bodyOfMessage } from './lookup';
import { messageLabel, shortLabel } from './labels';
import { endpointText } from '../engine/text/endpoint';
import { rangeIn, type TraceView } from './view';

/** The messages of the call with a key, in the order of the trace; null where the trace has no such call. */
export function callMessages(view: TraceView, key: string): readonly MessageSummary[] | null {
  const call = view.analysis.trace.calls.find((each) => each.key === key);
  if (call === undefined) return null;
  const counts = countsOf(view, call);
  return call.messages.map((inCall) => summaryOf(view, call, inCall, counts));
}

function summaryOf(
  view: TraceView,
  call: Call,
  inCall: CallMessage,
  counts: ReadonlyMap<TraceMessage, Record<Severity, number>>,
): MessageSummary {
  const { message, party, side, retransmissionOf } = inCall;
  const { meta } = message.record;
  const { parsed } = message;
  const response = parsed.kind === 'sip' && parsed.startLine.kind === 'status' ? parsed.startLine : null;
  return {
    label: messageLabel(message),
    title: shortLabel(message),
    kind: parsed.kind === 'sdp' ? 'sdp' : response === null ? 'request' : 'response',
    status: response === null ? null : Number(response.code.text),
    party,
    side,
    time: meta.time,
    source: meta.source === null ? null : endpointText(meta.source),
    destination: meta.destination === null ? null : endpointText(meta.destination),
    transport: meta.transport,
    body: bodyOfMessage({ call, inCall })?.role ?? null,
    retransmission: retransmissionOf !== null,
    counts: counts.get(message) ?? { error: 0, warning: 0, info: 0 },
    range: rangeIn(view, message, firstLineOf(parsed)),
  };
}

function countsOf(view: TraceView, call: Call): ReadonlyMap<TraceMessage, Record<Severity, number>> {
  const counts = new Map<TraceMessage, Record<Severity, number>>();
  for (const finding of view.analysis.findings) {
    if (finding.call.key !== call.key) continue;
    const message = messageOf(view.analysis, finding);
    const ofMessage = counts.get(message) ?? { error: 0, warning: 0, info: 0 };
    ofMessage[finding.severity]++;
    counts.set(message, ofMessage);
  }
  return counts;
}
