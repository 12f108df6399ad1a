/**
 * Ribbon's (Sonus') trace files, .TRC and .DBG: `1787 01312026 100000.123456:1.01.00.38939.MAJOR   .SIPSG: …
 * received msg for CallId:… from IP/port:192.0.2.1/5060, Local IP/port:192.0.2.2/5060`, `RAW PDU:`, the message.
 * An entry takes 1800 octets; what is longer goes on in entries with the same time and number.
 */
import { ContentBuilder, nothing } from '../../basics/content';
import { unknownMeta, type DumpFormat } from '../format';
import { LineCursor } from '../line-cursor';
import type { Endpoint, RecordMeta } from '../record';
import type { Scanner } from '../scanner';
import { beginsWithTime, timeIn } from '../time';

const head =
  /^(\d{1,6}) (\d\d)(\d\d)(\d{4}) (\d\d)(\d\d)(\d\d)\.(\d{1,6}):(\d{1,4}\.\d{1,4}\.\d{1,4}\.\d{1,9})\.[A-Z]{1,12}\s{0,12}\.([A-Z0-9_]{1,20}): ?/i;
const route =
  /\b(received|sent|sending|transmitted) [^\r\n]{0,200}?(?:from|to) IP\/port: ?(\S{1,60}?)\/(\d{1,5}), ?Local IP\/port: ?(\S{1,60}?)\/(\d{1,5})/i;
const RAW = 'RAW PDU:';
const MAX_HEAD = 200;
const MAX_ENTRY = 8 * 1024;

export const ribbonTrc: DumpFormat = {
  id: 'ribbon-trc',
  shows(text, { start, end }, marker) {
    // A message that begins its line stands right below the mark.
    if (end - marker < MAX_HEAD && !text.slice(Math.max(0, start - 4), start).includes(':')) return false;
    const above = text.slice(Math.max(0, start - 2 * MAX_HEAD), start + MAX_HEAD);
    return above.includes(RAW) || above.includes('.SIPSG:');
  },
  starts: (text, { start, end }) => headIn(text, start, end) !== null,
  packet(scanner, start) {
    const { text } = scanner;
    const opening = headIn(text, start, scanner.endOfLine(start));
    if (opening === null) return null;
    const from = start + opening[0].length;
    const firstEnd = Math.min(scanner.endOfLine(start) + 1, text.length);
    const begins = text.startsWith(RAW, firstEnd) || text.slice(from, firstEnd).includes(RAW);
    if (!begins && !goesOn(text, start, opening)) {
      return { end: firstEnd, meta: unknownMeta, content: nothing, stream: null };
    }
    const { end, follows } = endOfEntry(scanner, start, opening);
    const entry = text.slice(from, end);
    const raw = entry.indexOf(RAW);
    let content = from;
    if (raw >= 0) {
      content = from + raw + RAW.length;
      while (content < end && text.charCodeAt(content) <= 32) content++;
    }
    const builder = new ContentBuilder(text);
    // The line end of a full entry is the log's.
    builder.add(content, follows ? scanner.withoutCr(content, end - 1) : end);
    return {
      end,
      meta: { ...wayIn(raw < 0 ? '' : entry.slice(0, raw)), time: timeOf(opening) },
      content: builder.content(),
      stream: keyOf(opening),
    };
  },
};

function headIn(text: string, start: number, end: number): RegExpExecArray | null {
  const first = text.charCodeAt(start);
  if (!(first >= 48 && first <= 57)) return null;
  return head.exec(text.slice(start, Math.min(end, start + MAX_HEAD)));
}

/** Behind the entry, and whether the next one goes on with it. */
function endOfEntry(
  scanner: Scanner,
  start: number,
  opening: RegExpExecArray,
): { readonly end: number; readonly follows: boolean } {
  const { text } = scanner;
  const lines = LineCursor.below(scanner, start, start + MAX_ENTRY);
  while (lines.advance()) {
    const next = headIn(text, lines.start, lines.lineEnd);
    if (next !== null) return { end: lines.start, follows: keyOf(next) === keyOf(opening) };
    if (beginsWithTime(text, lines.start)) break;
  }
  return { end: lines.start, follows: false };
}

/** Whether an entry with the same time and number stands before. */
function goesOn(text: string, start: number, opening: RegExpExecArray): boolean {
  const [whole, length = ''] = opening;
  const stamp = whole.slice(length.length, whole.indexOf(opening[9] ?? '') + (opening[9] ?? '').length);
  return text.slice(Math.max(0, start - MAX_ENTRY), start).includes(stamp);
}

/** Time and number, which the entries of one message share. */
function keyOf(parts: RegExpExecArray): string {
  return `${parts.slice(2, 9).join('')} ${parts[9] ?? ''}`;
}

function timeOf(parts: RegExpExecArray): RecordMeta['time'] {
  const [, , month = '', day = '', year = '', hour = '', minute = '', second = '', fraction = ''] = parts;
  return timeIn(`${year}-${month}-${day} ${hour}:${minute}:${second}.${fraction}`);
}

function wayIn(entry: string): RecordMeta {
  const parts = route.exec(entry);
  if (parts === null) return unknownMeta;
  const far: Endpoint = { address: parts[2] ?? '', port: Number(parts[3]) };
  const own: Endpoint = { address: parts[4] ?? '', port: Number(parts[5]) };
  const isReceived = (parts[1] ?? '').toLowerCase() === 'received';
  return {
    ...unknownMeta,
    source: isReceived ? far : own,
    destination: isReceived ? own : far,
    direction: isReceived ? 'received' : 'sent',
  };
}
