/** Puts what was read of a repaired text back into the file: all places count in the file's text, damage and all. */
import { compose } from '../basics/content';
import { type OffsetMap, type Span, spanToTrace, type Token } from '../basics/span';
import type { Repaired } from '../layout/repair';
import type { Directive } from '../text/directives';
import type { TextRecord } from '../text/record';
import type { TextReading } from '../text/reading';

/** A reading of {@link Repaired.content} as one of the file, which has so many characters. */
export function putBack(
  reading: TextReading,
  { content: { map }, repairs, uncertain }: Repaired,
  length: number,
): TextReading {
  const places = new Places(uncertain);
  const records = reading.records.map((record) => recordInFile(record, map, places));
  return {
    ...reading,
    records: parted(records, length),
    directives: reading.directives.map((directive) => directiveInFile(directive, map)),
    repairs,
  };
}

function recordInFile(record: TextRecord, map: OffsetMap, places: Places): TextRecord {
  const span = spanToTrace(map, record.span);
  const trace = record.map.trace.map((offset) => offset + record.span.start);
  const whole = compose({ content: record.map.content, trace }, map, record.content.length);
  const message = spanToTrace(map, record.message);
  const continuations = record.continuations.map((each) => spanToTrace(map, each));
  const isMended = [message, ...continuations].some((each) => places.anyIn(each));
  return {
    ...record,
    span,
    preamble: { start: span.start, end: message.start },
    message,
    continuations,
    map: { content: whole.content, trace: whole.trace.map((offset) => offset - span.start) },
    ...(isMended ? { isMended } : {}),
  };
}

/**
 * Records each of which ends before the next one begins, and in the file: a line end that a mender put in stands for no place of its
 * own, and what stands behind a message may have been put before it.
 */
function parted(records: readonly TextRecord[], length: number): readonly TextRecord[] {
  return records.map((record, place) => {
    const { span, message } = record;
    const end = Math.max(message.start, Math.min(span.end, records[place + 1]?.span.start ?? length));
    if (end === span.end && message.end <= end) return record;
    return {
      ...record,
      span: { start: span.start, end },
      message: { start: message.start, end: Math.min(message.end, end) },
    };
  });
}

function directiveInFile(directive: Directive, map: OffsetMap): Directive {
  const token = (each: Token): Token => ({ ...each, ...spanToTrace(map, each) });
  return {
    ...directive,
    ...spanToTrace(map, directive),
    name: token(directive.name),
    value: token(directive.value),
  };
}

/** Places in a text, rising. */
class Places {
  constructor(private readonly places: readonly number[]) {}

  anyIn({ start, end }: Span): boolean {
    const { places } = this;
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return (places[low] ?? Infinity) < end;
  }
}
