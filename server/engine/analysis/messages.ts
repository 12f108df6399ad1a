/** Messages read of the records of a text; the trees of those that did not change are taken over. */
import { detached } from '../basics/detached';
import { finished } from '../basics/finished';
import { parseSdpInSlices } from '../sdp/parse';
import { parseSip, readDescriptionsInSlices } from '../sip/parse';
import type { TextRecord } from '../text/record';
import { parsePacket } from '../trace-text/packet';
import type { ParsedMessage, TraceMessage } from '../traces/message';

/** Messages parsed between two slices. */
const messagesPerSlice = 50;

/** Characters of a message whose descriptions are read before anyone asks for them: of many only the headers are wanted. */
const longMessage = 100_000;

/** Reads the messages, and takes over the trees of those that did not change. */
export function* parseInSlices(
  records: readonly TextRecord[],
  earlier: readonly TraceMessage[],
): Generator<void, readonly TraceMessage[]> {
  const messages: TraceMessage[] = [];
  // Behind the place of an edit, messages have moved up or down together.
  const shift = earlier.length - records.length;
  for (const [index, record] of records.entries()) {
    if (index % messagesPerSlice === 0) yield;
    const known = treeOf(earlier[index], record) ?? treeOf(earlier[index + shift], record);
    const parsed = known ?? (yield* parseRecordInSlices(record));
    messages.push({ index, record, parsed });
  }
  return messages;
}

/** The tree of an earlier message, if it is that of a record. */
export function treeOf(
  earlier: TraceMessage | undefined,
  { kind, content, isCut }: TextRecord,
): ParsedMessage | null {
  if (earlier === undefined || earlier.parsed.kind !== kind || earlier.parsed.content !== content)
    return null;
  if (earlier.record.isCut !== isCut) return null;
  return earlier.parsed;
}

/** Reads what a record holds. */
export function parseRecord(record: TextRecord): ParsedMessage {
  switch (record.kind) {
    case 'sip':
      return parseSip(ownContentOf(record), record.isCut);
    case 'sdp':
      return finished(parseBareInSlices(record));
    case 'packet':
      return parsePacket(ownContentOf(record));
  }
}

/** {@link parseRecord}; what is long is read in slices, its descriptions with it. */
export function* parseRecordInSlices(record: TextRecord): Generator<void, ParsedMessage> {
  if (record.kind === 'sdp') return yield* parseBareInSlices(record);
  const parsed = parseRecord(record);
  if (parsed.kind === 'sip' && parsed.content.length > longMessage) yield* readDescriptionsInSlices(parsed);
  return parsed;
}

/** Of a description that stands alone, which may be long. */
function* parseBareInSlices(record: TextRecord): Generator<void, ParsedMessage> {
  const content = ownContentOf(record);
  return { kind: 'sdp', content, sdp: yield* parseSdpInSlices(content) };
}

/** A slice of the text would keep the whole text alive for as long as its tree is reused. */
function ownContentOf({ content }: TextRecord): string {
  return detached(content);
}
