/** A group that did not change, taken over with its messages where they stand now. */
import { moveCall } from '../calls/build';
import type { TextRecord } from '../text/record';
import type { TraceMessage } from '../traces/message';
import type { LintedGroup } from './model';

/** An earlier group with its messages where they stand now; null where one of them changed. */
export function moveGroup(
  known: LintedGroup | undefined,
  messages: readonly TraceMessage[],
  watched: number | null,
  repeated: readonly string[],
): LintedGroup | null {
  if (known === undefined || known.isRefused) return null;
  if (known.watched !== watched || known.repeated.join() !== repeated.join()) return null;
  if (known.messages.length !== messages.length) return null;
  const moved = new Map<TraceMessage, TraceMessage>();
  for (const [place, message] of messages.entries()) {
    const before = known.messages[place];
    if (before === undefined || !sameMessage(before, message)) return null;
    moved.set(before, message);
  }
  return {
    messages,
    watched,
    repeated,
    isRefused: false,
    calls: known.calls.map((each) => ({ ...each, call: moveCall(each.call, moved) })),
  };
}

/** Whether calls and rules see no difference between two messages. */
function sameMessage(one: TraceMessage, other: TraceMessage): boolean {
  return one.parsed === other.parsed && sameMeta(one.record, other.record);
}

function sameMeta(one: TextRecord, other: TextRecord): boolean {
  const a = one.meta;
  const b = other.meta;
  return (
    one.format === other.format &&
    one.end === other.end &&
    one.byteCount === other.byteCount &&
    one.lost === other.lost &&
    one.isCut === other.isCut &&
    one.isMended === other.isMended &&
    one.directives.side === other.directives.side &&
    one.directives.role === other.directives.role &&
    one.directives.profile === other.directives.profile &&
    a.time?.micros === b.time?.micros &&
    a.transport === b.transport &&
    a.direction === b.direction &&
    a.source?.address === b.source?.address &&
    a.source?.port === b.source?.port &&
    a.destination?.address === b.destination?.address &&
    a.destination?.port === b.destination?.port
  );
}
