/** What ngrep's ways to print a packet share (ngrep.c). */
import { ContentBuilder } from '../basics/content';
import type { Content } from '../basics/content';
import { parseEndpoint } from './endpoint';
import { unknownMeta, type DumpFormat, type DumpPacket } from './format';
import type { RecordMeta, TextRecord } from './record';
import { beginsStartLine } from './start-line';
import { fixedTimeAt } from './time';

const head =
  /^([UTS?]) (?:\(\d{1,3}\) )?(?:(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6}) |\+(\d{1,12}\.\d{6}) )?(\S{1,60}) -> (\S{1,60})(?: \[[A-Z]{1,8}\])?(?: \+\d+@\d+:\d+)?(?: #\d+)?(?: |$)/;
const transports: Readonly<Record<string, string>> = { U: 'UDP', T: 'TCP', S: 'SCTP' };

/** A head is no longer. */
export const MAX_NGREP_HEAD = 220;

export interface NgrepHead {
  readonly meta: RecordMeta;
  /** With the blank behind it, if a payload follows on the line. */
  readonly length: number;
}

/** The head that a line begins with, such as `T 2026/01/31 10:00:00.123456 a:p -> b:p [AP] #4`; null for none. */
export function ngrepHeadIn(text: string, start: number, end: number): NgrepHead | null {
  if (text.charCodeAt(start + 1) !== 32 || !'UTS?'.includes(text.charAt(start))) return null;
  const parts = head.exec(text.slice(start, Math.min(end, start + MAX_NGREP_HEAD)));
  if (parts === null) return null;
  const source = parseEndpoint(parts[4] ?? '');
  const destination = parseEndpoint(parts[5] ?? '');
  if (source === null || destination === null) return null;
  const meta = {
    ...unknownMeta,
    source,
    destination,
    transport: transports[parts[1] ?? ''] ?? null,
    time: parts[2] === undefined ? null : fixedTimeAt(parts[2], 0),
  };
  return { meta, length: parts[0].length };
}

/** What a line says that is a head and nothing else; null for any other. */
export function ngrepHeadAt(text: string, start: number, end: number): RecordMeta | null {
  const found = ngrepHeadIn(text, start, end);
  return found !== null && found.length === end - start && text.charCodeAt(end - 1) !== 32
    ? found.meta
    : null;
}

/** A packet of the formats that print CR and LF as dots. */
export function dottedPacket(meta: RecordMeta, content: Content, end: number): DumpPacket {
  const { transport, source, destination } = meta;
  // Of a fragmented datagram only the first packet has ports.
  const ports = transport === 'UDP' ? '' : `${String(source?.port)} ${String(destination?.port)}`;
  const stream = `${String(transport)} ${source?.address ?? ''} ${destination?.address ?? ''} ${ports}`;
  return { end, meta, content, stream };
}

/** Times of `-T`: each packet's difference is added to the one before, from the first packet on. */
export function addNgrepDifferences(text: string, records: readonly TextRecord[]): readonly TextRecord[] {
  if (records.every((record) => record.meta.time !== null) || !/^[UTS?] \+\d/m.test(text)) return records;
  const times: { readonly at: number; readonly micros: number }[] = [];
  let micros = 0;
  for (const packet of text.matchAll(/^[UTS?] (?:\(\d{1,3}\) )?\+(\d{1,12})\.(\d{6}) \S{1,60} -> /gm)) {
    // The first difference is one to nothing.
    if (times.length > 0) micros += Number(packet[1]) * 1_000_000 + Number(packet[2]);
    times.push({ at: packet.index, micros });
  }
  let next = 0;
  return records.map((record) => {
    const last = record.continuations.at(-1)?.start ?? record.message.start;
    let found: number | null = null;
    while (next < times.length && (times[next]?.at ?? 0) < last) next++;
    const packet = times[next - 1];
    if (packet !== undefined && packet.at >= record.span.start) found = packet.micros;
    if (record.meta.time !== null || found === null) return record;
    return { ...record, meta: { ...record.meta, time: { micros: found, date: 'relative' } } };
  });
}

const headerName = /^[A-Za-z][\w!~-]{0,62}[ \t]{0,8}:/;
const MAX_NAME = 72;

/**
 * Puts CRLF for the pairs of dots that evidently stand for one: those before a header, a line of SDP, another
 * message or the end. Every other dot may be a dot.
 */
export const undotted: NonNullable<DumpFormat['decode']> = ({ text }) => {
  const content = new ContentBuilder(text);
  let at = 0;
  let part: 'headers' | 'sdp' | 'other' = 'headers';
  for (const run of text.matchAll(/\.{2,}/g)) {
    const end = run.index + run[0].length;
    const ahead = text.slice(end, end + MAX_NAME);
    const behindHeaders = part === 'headers' && run[0].length >= 4 && !headerName.test(ahead);
    const isEnd =
      behindHeaders ||
      ahead === '' ||
      (part === 'headers' && (headerName.test(ahead) || /^[ \t]/.test(ahead))) ||
      (part !== 'headers' && beginsStartLine(ahead, 0)) ||
      (part === 'sdp' && /^[a-z]=/.test(ahead)) ||
      part === 'other';
    if (!isEnd) continue;
    const start = end - (behindHeaders ? 4 : 2);
    content.add(at, start);
    content.put(behindHeaders ? '\r\n\r\n' : '\r\n', start);
    at = end;
    if (behindHeaders) part = beginsStartLine(ahead, 0) ? 'headers' : /^[a-z]=/.test(ahead) ? 'sdp' : 'other';
    else if (part !== 'headers' && beginsStartLine(ahead, 0)) part = 'headers';
  }
  content.add(at, text.length);
  return content.content();
};
