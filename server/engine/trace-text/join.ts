/**
 * Joins traces of the same calls, such as an SBC's log and a capture, to one trace text: messages that stand in both
 * are shown once, and clocks that differ are put right by them.
 */
import { octetLength } from '../sdp/octet-length';
import { readText } from '../text/reader';
import type { TextRecord, TraceTime } from '../text/record';
import { readHead, readTime, writeHead, writeTime } from './head';
import { traceTextMark } from './read';

export interface JoinedTraces {
  readonly text: string;
  /** For each trace the microseconds that its clock is behind the first one's; null where nothing tells. */
  readonly offsets: readonly (number | null)[];
}

interface Piece {
  /** Of what has no time that of what stands before it in its trace. */
  readonly time: number;
  /** Trace and place in it, for what has the same time. */
  readonly trace: number;
  readonly place: number;
  readonly text: string;
}

/**
 * Joins traces; the first one's clock counts. Descriptions that stand alone are left out: they have no time.
 *
 * @param told offsets that are known better than the messages tell; null, or none, for the others
 */
export function joinTraces(texts: readonly string[], told: readonly (number | null)[] = []): JoinedTraces {
  const traces = texts.map((text) => ({ text, records: readText(text).records }));
  const [first, ...others] = traces;
  const known = new Map<string, TextRecord>();
  for (const record of first?.records ?? []) {
    if (record.kind === 'sip' && !known.has(keyOf(record))) known.set(keyOf(record), record);
  }
  const pieces: Piece[] = piecesOf(first?.text ?? '', first?.records ?? [], 0, 0);
  const offsets: (number | null)[] = traces.length > 0 ? [0] : [];
  others.forEach(({ text, records }, index) => {
    const offset = told[index + 1] ?? clockOffset(known, records);
    offsets.push(offset);
    const own = records.filter((record) => record.kind !== 'sip' || !known.has(keyOf(record)));
    pieces.push(...piecesOf(text, own, index + 1, offset ?? 0));
    for (const record of own) if (record.kind === 'sip') known.set(keyOf(record), record);
  });
  const sorted = pieces.sort(byTime).map(({ text }) => text);
  const about = `#!capture ${String(texts.length)} traces joined\n`;
  return { text: [`${traceTextMark}\n${about}`, ...sorted].join('\n'), offsets };
}

/** The same message in whatever log: line ends and what a logger does to the end differ. */
function keyOf({ content }: TextRecord): string {
  return content.replaceAll('\r', '').trimEnd();
}

/** The middle one of the differences between the times of the same messages. */
function clockOffset(known: ReadonlyMap<string, TextRecord>, records: readonly TextRecord[]): number | null {
  const differences = records.flatMap((record) => {
    const mine = fullTime(record.meta.time);
    const theirs = record.kind === 'sip' ? fullTime(known.get(keyOf(record))?.meta.time ?? null) : null;
    return mine === null || theirs === null ? [] : [theirs - mine];
  });
  return differences.sort((a, b) => a - b)[differences.length >> 1] ?? null;
}

function fullTime(time: TraceTime | null): number | null {
  return time?.date === 'full' ? time.micros : null;
}

function piecesOf(text: string, records: readonly TextRecord[], trace: number, offset: number): Piece[] {
  let latest = -Infinity;
  return records.flatMap((record, place): readonly Piece[] => {
    if (record.kind === 'sdp') return [];
    const { meta, content } = record;
    const micros = fullTime(meta.time);
    const time = moved(meta.time, offset);
    if (micros !== null) latest = micros + offset;
    const isPacket = record.kind === 'packet';
    const block = isPacket
      ? movePacket(text.slice(record.span.start, record.span.end).trimEnd(), offset)
      : content.replaceAll('\r\n', '\n');
    const head = writeHead({
      frame: meta.frame ?? place + 1,
      time,
      transport: meta.transport ?? '-',
      source: meta.source,
      destination: meta.destination,
      kind: 'sip',
      notes: `${String(octetLength(content, 'crlf'))} octets${meta.direction === null ? '' : `, ${meta.direction}`}`,
    });
    return [
      {
        time: latest,
        trace,
        place,
        text: isPacket ? `${block}\n` : `${head}\n${block}${block.endsWith('\n') ? '' : '\n'}`,
      },
    ];
  });
}

/** A packet's block on the first trace's clock. */
function movePacket(block: string, offset: number): string {
  const end = block.indexOf('\n');
  const head = readHead(end === -1 ? block : block.slice(0, end));
  if (head === null || offset === 0) return block;
  const rest = (end === -1 ? '' : block.slice(end)).replace(
    /^(frames \d{1,9} to \d{1,9}, until )(\S{1,40})$/m,
    (_, before: string, until: string) => before + writeTime(moved(readTime(until), offset)),
  );
  return writeHead({ ...head, time: moved(head.time, offset) }) + rest;
}

function moved(time: TraceTime | null, offset: number): TraceTime | null {
  const micros = fullTime(time);
  return micros === null ? time : { micros: micros + offset, date: 'full' };
}

function byTime(a: Piece, b: Piece): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.trace - b.trace || a.place - b.place;
}
