/** A trace: a text and what was found in it. Every later stage works on this one model. */
import type { Conversations } from '../basics/conversation';
import type { Repair } from '../layout/repair';
import type { UnreadFrames } from '../basics/unread-frames';
import type { TraceEvidence } from '../evidence/evidence';
import type { TraceMessage } from '../traces/message';
import type { Call } from './call';
import { touches } from '../basics/span';

export interface Trace {
  readonly text: string;
  /** The format of most records; `text` where nothing was found. */
  readonly format: string;
  readonly messages: readonly TraceMessage[];
  /** Calls, other SIP exchanges and bare descriptions, in order of their first message. */
  readonly calls: readonly Call[];
  /** What it can show; asked before anything is called missing. */
  readonly evidence: TraceEvidence;
  /** All packets of its captures, by their ends; none of a log. */
  readonly conversations: Conversations;
  /** Packets of its captures of which nothing is read. */
  readonly unread: readonly UnreadFrames[];
  /** What was repaired in the layout of its text; none of a capture. */
  readonly repairs: readonly Repair[];
}

/** The message whose record, or a later piece of it, holds an offset of the trace text. */
export function messageAt(trace: Trace, traceOffset: number): TraceMessage | null {
  const { messages } = trace;
  let low = 0;
  let high = messages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((messages[middle]?.record.span.start ?? 0) <= traceOffset) low = middle;
    else high = middle - 1;
  }
  const found = messages[low];
  if (found !== undefined && touches(found.record.span, traceOffset)) return found;
  return (
    messages.find(({ record }) => record.continuations.some((piece) => touches(piece, traceOffset))) ?? null
  );
}
