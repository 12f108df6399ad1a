/**
 * `ngrep -W byline` (ngrep.c): a line `U 2026/01/31 10:00:00.123456 192.0.2.1:5060 -> 192.0.2.2:5060 #1`, then
 * the packet's text. The time is there with `-t`; with `-T` it is the difference to the packet before. TCP
 * packets have flags such as `[AP]`; of a fragmented one, later fragments have `+id@offset:length` and no
 * ports. A CR is printed as a dot, which the reader's layout knows.
 */
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type PacketHead, type TextFormat } from '../format';
import { trimPacketEnd } from '../packet-end';
import type { RecordMeta, TextRecord } from '../record';
import { fixedTimeAt } from '../time';

const head =
  /^([UTS?]) (?:\(\d{1,3}\) )?(?:(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6}) |\+(\d{1,12}\.\d{6}) )?(\S{1,60}) -> (\S{1,60})(?: \[[A-Z]{1,8}\])?(?: \+\d+@\d+:\d+)?(?: #\d+)?$/;
const transports: Readonly<Record<string, string>> = { U: 'UDP', T: 'TCP', S: 'SCTP' };
const MAX_HEAD = 220;

export const ngrepByline: TextFormat = {
  id: 'ngrep-byline',
  preamble(look) {
    // sipgrep puts a blank line between.
    for (const n of [1, 2]) {
      const line = look.line(n);
      if (line === null) return null;
      const meta = readHead(line);
      if (meta !== null) return { start: look.lineStart(n), meta };
      if (line !== '') return null;
    }
    return null;
  },
  boundary(text, { start, end }) {
    // Without -q a # is printed for each packet that does not match.
    if (text.charCodeAt(start) === 35) return /^#+$/.test(text.slice(start, Math.min(end, start + MAX_HEAD)));
    return readHead(headAt(text, start, end)) !== null;
  },
  packet(text, { start, end }): PacketHead | null {
    const meta = readHead(headAt(text, start, end));
    if (meta === null) return null;
    return {
      meta,
      payload(next) {
        const from = Math.min(end + (text.charCodeAt(end) === 13 ? 2 : 1), next);
        // One line end closes the packet's text, another stands before the next packet.
        const closed = next < text.length ? trimPacketEnd(text, from, next) : next;
        return { start: from, end: trimPacketEnd(text, from, closed) };
      },
    };
  },
  settle: addDifferences,
};

function headAt(text: string, start: number, end: number): string {
  if (text.charCodeAt(start + 1) !== 32 || !'UTS?'.includes(text.charAt(start))) return '';
  return end - start > MAX_HEAD ? '' : text.slice(start, end);
}

function readHead(line: string): RecordMeta | null {
  if (line.charCodeAt(1) !== 32 || line.length > MAX_HEAD) return null;
  const parts = head.exec(line);
  if (parts === null) return null;
  const source = parseEndpoint(parts[4] ?? '');
  const destination = parseEndpoint(parts[5] ?? '');
  if (source === null || destination === null) return null;
  return {
    ...unknownMeta,
    source,
    destination,
    transport: transports[parts[1] ?? ''] ?? null,
    time: parts[2] === undefined ? null : fixedTimeAt(parts[2], 0),
  };
}

/** Times of `-T`: each packet's difference is added to the one before, from the first packet on. */
function addDifferences(text: string, records: readonly TextRecord[]): readonly TextRecord[] {
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
