/** The text of a capture with the times that its packets had, where its clocks leapt or were apart. */
import { type CaptureClocks, withoutClockErrors } from '../basics/capture-clocks';
import type { ConversationMoment, Conversations } from '../basics/conversation';
import type { TextRecord } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { withTimes } from '../trace-text/blocks/block';
import { withSampleTimes } from '../trace-text/blocks/rtp';
import { readHead, writeHead } from '../trace-text/head';

/** Whether stamps of a capture are to be put right. */
export function isCrooked({ leaps, skew, putRight }: CaptureClocks): boolean {
  return !putRight && (leaps.length > 0 || skew !== null);
}

/** Writes each block with its true times; the blocks stand in their true order as it is. */
export function putRight(text: string, records: readonly TextRecord[], clocks: CaptureClocks): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { span, meta, kind } of records) {
    const block = text.slice(span.start, span.end);
    const end = block.indexOf('\n');
    const head = end === -1 ? null : readHead(block.slice(0, end).trimEnd());
    if (head === null) continue;
    const right = (time: TraceTime | null, frame: number): TraceTime | null =>
      time === null
        ? null
        : { ...time, micros: withoutClockErrors(clocks, time.micros, frame, meta.source?.address) };
    const rest = block.slice(end);
    const first = head.time?.micros ?? 0;
    const rightFirst = right(head.time, head.frame)?.micros ?? 0;
    const after = (micros: number, frame: number): number =>
      withoutClockErrors(clocks, first + micros, frame, meta.source?.address) - rightFirst;
    const lines = kind === 'packet' ? withSampleTimes(withTimes(rest, right), after) : rest;
    pieces.push(
      text.slice(done, span.start),
      writeHead({ ...head, time: right(head.time, head.frame) }),
      lines,
    );
    done = span.end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** The conversations of such a capture with the times of their packets; who sent the last packet is not known. */
export function conversationsPutRight(
  { rows, leftOut }: Conversations,
  clocks: CaptureClocks,
): Conversations {
  const right = ({ frame, time }: ConversationMoment, sender?: string): ConversationMoment => ({
    frame,
    time: time === null ? null : { ...time, micros: withoutClockErrors(clocks, time.micros, frame, sender) },
  });
  return {
    rows: rows.map((row) => ({
      ...row,
      first: right(row.first, row.source.address),
      last: right(row.last),
    })),
    leftOut,
  };
}
