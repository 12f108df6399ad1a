/** A call as a trace of its own: what the trace has of it, character by character. */
import { CallMedia } from '../engine/traces/call-media';
import type { TraceMessage } from '../engine/traces/message';
import { traceTextFormat } from '../engine/trace-text/read';
import type { TraceView } from './view';

/**
 * The records of a call, of all its legs, and of a capture the packets of its media, with what the top of the trace says
 * of all that follows. Nothing is masked.
 *
 * @returns null where there is no such call
 */
export function callExcerpt({ analysis: { trace } }: TraceView, key: string): string | null {
  const { text, calls, format } = trace;
  const { callId = null, messages: own = [] } = calls.find((call) => call.key === key) ?? {};
  if (own.length === 0) return null;
  const ofCall: ReadonlySet<TraceMessage> = new Set(
    calls
      .filter((call) => call.key === key || (callId !== '' && call.callId === callId))
      .flatMap(({ messages }) => messages.map(({ message }) => message)),
  );
  const isWanted = packetsOf(ofCall);
  const records = trace.messages
    .filter((message) => ofCall.has(message) || isWanted(message))
    .flatMap(({ record: { span, continuations } }) => [span, ...continuations])
    .sort((one, other) => one.start - other.start);
  const top = text.slice(0, trace.messages[0]?.record.span.start ?? 0);
  const isNeeded = format === traceTextFormat || /^#!/m.test(top);
  return [isNeeded ? top : '', ...records.map(({ start, end }) => text.slice(start, end))]
    .map((part) => (part === '' || part.endsWith('\n') ? part : `${part}\n`))
    .join('');
}

/** Whether a packet went between the ends of a call's media, at its time. */
function packetsOf(messages: ReadonlySet<TraceMessage>): (message: TraceMessage) => boolean {
  const media = new CallMedia();
  for (const { parsed, record } of messages) if (parsed.kind === 'sip') media.add(parsed, fullTime(record));
  return ({ parsed, record }) => {
    const { source, destination } = record.meta;
    if (parsed.kind !== 'packet' || source === null || destination === null) return false;
    return (
      [source, destination].some(({ address, port }) => port !== null && media.has({ address, port })) &&
      media.isTimely(fullTime(record))
    );
  };
}

function fullTime({ meta: { time } }: TraceMessage['record']): number | null {
  return time?.date === 'full' ? time.micros : null;
}
