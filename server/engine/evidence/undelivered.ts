/** SIP messages that a router or host says by ICMP did not get through. */
import type { TraceMessage } from '../traces/message';
import { sightOf } from '../traces/look';
import type { Clock } from './clock';

export interface Undelivered {
  /** ICMP's. */
  readonly type: number;
  readonly code: number;
  /** Address of who says so; null where the trace has none. */
  readonly reporter: string | null;
  /** The number of its packet; null where it has none. */
  readonly frame: number | null;
  /** Its place in the trace. */
  readonly index: number;
  /** When it was seen, in microseconds since 1970 without what the clocks do; null where no time is known. */
  readonly micros: number | null;
}

/** All of a trace, in its order, by {@link wayBetween} the ends of the messages. */
export type UndeliveredByWay = ReadonlyMap<string, readonly Undelivered[]>;

export function findUndelivered(messages: readonly TraceMessage[], clock: Clock): UndeliveredByWay {
  const found = new Map<string, Undelivered[]>();
  for (const message of messages) {
    if (sightOf(message).type !== 'icmp') continue;
    const { parsed, record, index } = message;
    if (parsed.kind !== 'packet' || parsed.type !== 'icmp') continue;
    const { error, quote } = parsed;
    if (error === null || quote?.content !== 'sip') continue;
    const way = wayBetween(quote.source, quote.destination);
    const told = found.get(way);
    const { source, frame = null, time } = record.meta;
    const micros = time === null ? null : clock.corrected(time.micros, message);
    const each = { ...error, reporter: source?.address ?? null, frame, index, micros };
    if (told === undefined) found.set(way, [each]);
    else told.push(each);
  }
  return found;
}

/** Whether any of it may be about some messages. */
export function mayBeUndelivered(messages: readonly TraceMessage[], all: UndeliveredByWay): boolean {
  return (
    all.size > 0 &&
    messages.some(({ record: { meta } }) => all.has(wayBetween(meta.source, meta.destination)))
  );
}

interface End {
  readonly address: string;
  readonly port: number | null;
}

export function wayBetween(source: End | null, destination: End | null): string {
  return `${endText(source)} ${endText(destination)}`;
}

function endText(end: End | null): string {
  return end === null ? '' : `${end.address} ${end.port ?? ''}`;
}
