/** The summary of an analysis, as the status bar shows it. */
import { finished } from '../engine/basics/finished';
import type { Call } from '../engine/calls/call';
import type { Trace } from '../engine/calls/trace';
import { noteText } from '../engine/evidence/notes';
import { repairParagraph } from '../engine/layout/repair';
import { unreadParagraph } from '../engine/basics/unread-frames';
import { summaryOf } from '../engine/report/diagnosis';
import { reasonsOf } from '../engine/report/reasons';
import { requestsOf, resultOf, upkeepOf } from '../engine/report/requests';
import { inTrace } from '../engine/traces/message';
import { endpointText } from '../engine/text/endpoint';
import { cutMessages } from '../language/cut-messages';
import { positionAt, rangeOf, type TraceView } from '../language/view';
import { withoutControls } from '../../shared/controls';
import type { CallSummary, TraceSummary } from '../../shared/protocol';
import { sentence } from '../../shared/words';

export function summarise(view: TraceView): TraceSummary {
  return finished(summariseInSlices(view));
}

/** Calls between two slices. */
const callsPerSlice = 10;

/** {@link summarise}; yields between slices of a few milliseconds, as all calls are diagnosed for it. */
export function* summariseInSlices(view: TraceView): Generator<void, TraceSummary> {
  const { analysis } = view;
  const calls: CallSummary[] = [];
  for (const call of analysis.trace.calls) {
    if (calls.length % callsPerSlice === callsPerSlice - 1) yield;
    calls.push(summaryOfCall(view, call));
  }
  return {
    format: analysis.trace.format,
    // Checks, media and other packets of a capture are no messages.
    messages: analysis.trace.messages.filter(({ parsed }) => parsed.kind !== 'packet').length,
    calls,
    upkeep: upkeepOf(analysis.trace.calls.flatMap(requestsOf)),
    counts: analysis.counts,
    withheld: analysis.withheld,
    notEvaluated: reasonsOf(analysis.notEvaluated),
    capture: [
      ...cutParagraph(analysis.trace),
      ...analysis.trace.evidence.notes.map((note) => sentence(withoutControls(noteText(note)))),
      ...unreadParagraph(analysis.trace.unread).map(withoutControls),
      ...repairParagraph(analysis.trace.repairs.map(({ what, places }) => ({ what, places: places.length }))),
    ],
  };
}

function summaryOfCall(view: TraceView, call: Call): CallSummary {
  const { analysis } = view;
  const first = call.messages[0]?.message;
  const end = first?.parsed.kind === 'sip' ? first.parsed.startLine.end : 0;
  return {
    key: call.key,
    kind: call.kind,
    callId: call.callId,
    method: methodOfCall(call),
    from: call.from,
    to: call.to,
    outcome: call.outcome,
    status: call.status,
    reason: call.reason,
    started: call.started,
    answered: call.answered,
    ended: call.ended,
    source: first?.record.meta.source ? endpointText(first.record.meta.source) : null,
    destination: first?.record.meta.destination ? endpointText(first.record.meta.destination) : null,
    result: resultOf(call),
    profile: call.profile.name,
    profileReason: call.profile.reason,
    diagnosis: summaryOf(analysis.diagnoses.of(call)),
    counts: analysis.callCounts.get(call) ?? { error: 0, warning: 0, info: 0 },
    range: rangeOf(view, first === undefined ? { start: 0, end: 0 } : inTrace(first, { start: 0, end })),
    messageLines: call.messages.map(({ message: { record } }) => [
      positionAt(view, record.span.start).line,
      positionAt(view, Math.max(record.span.start, record.message.end)).line,
    ]),
  };
}

function cutParagraph({ messages, evidence }: Trace): readonly string[] {
  const cut = cutMessages(messages, evidence.notes);
  return cut === null ? [] : [withoutControls(cut.text)];
}

function methodOfCall(call: Call): string | null {
  const request = call.messages.find(
    ({ message: { parsed } }) => parsed.kind === 'sip' && parsed.startLine.kind === 'request',
  );
  const parsed = request?.message.parsed;
  return parsed?.kind === 'sip' && parsed.startLine.kind === 'request' ? parsed.startLine.method.text : null;
}
