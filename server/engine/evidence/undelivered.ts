/** SIP messages that a router or host says by ICMP did not get through. */
import type { TraceMessage } from '../traces/message';

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
  /** From where to where the message went, as {@link wayBetween} writes it. */
  readonly way: string;
}

/** All of a trace, by the way of the messages. */
export type UndeliveredByWay = ReadonlyMap<string, readonly Undelivered[]>;

export function findUndelivered(messages: readonly TraceMessage[]): UndeliveredByWay {
  const found = new Map<string, Undelivered[]>();
  for (const { parsed, record, index } of messages) {
    if (parsed.kind !== 'packet' || parsed.type !== 'icmp') continue;
    const { error, quote } = parsed;
    if (error === null || quote?.content !== 'sip') continue;
    const way = wayBetween(quote.source, quote.destination);
    const told = found.get(way);
    const { source, frame = null } = record.meta;
    const each = { ...error, reporter: source?.address ?? null, frame, index, way };
    if (told === undefined) found.set(way, [each]);
    else told.push(each);
  }
  return found;
}

/** Those about some messages, in no order. */
export function undeliveredOf(
  messages: readonly TraceMessage[],
  all: UndeliveredByWay,
): readonly Undelivered[] {
  if (all.size === 0) return [];
  const ways = new Set(messages.map(({ record: { meta } }) => wayBetween(meta.source, meta.destination)));
  return [...ways].flatMap((way) => all.get(way) ?? []);
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
