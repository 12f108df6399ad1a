/**
 * `tcpdump -X` and `-XX`: the line of `tcpdump -A`, then lines such as
 * `0x0010:  c633 6405 13c4 13c4 04af 51a4 494e 5649  .3d.......Q.INVI` behind a tab, from the IP header on or, with
 * `-XX`, from the link's.
 */
import { payloadOf } from '../dumped-packet';
import { unknownMeta, type DumpFormat } from '../format';
import { hexAt, readHexDump, textOf } from '../hex-dump';
import type { Scanner } from '../scanner';
import { readTcpdumpHead } from './tcpdump-a';

const MARK = '\t0x';
const MAX_HEAD = 512;

export const tcpdumpX: DumpFormat = {
  id: 'tcpdump-x',
  hidden: '\t0x0000:',
  shows: (text, { start, end }) => text.startsWith(MARK, start) || text.startsWith(MARK, end + 1),
  starts(text, { start, end }) {
    const first = text.charCodeAt(start);
    return first >= 48 && first <= 57 && dumpStart(text, end) >= 0;
  },
  packet(scanner, start) {
    const { text } = scanner;
    const end = scanner.endOfLine(start);
    const from = dumpStart(text, scanner.withoutCr(start, end));
    if (from < 0) return null;
    const dump = readHexDump(scanner, from, (at) => digitsAt(scanner, at));
    const lines = text.slice(start, Math.min(from, start + MAX_HEAD)).replace(/\r?\n/g, '');
    const meta = readTcpdumpHead(lines)?.meta ?? unknownMeta;
    const payload = payloadOf(dump.octets);
    if (payload === null) {
      return { end: dump.end, meta, content: textOf(text, dump, 0, 0), stream: null };
    }
    const { source, destination, transport, stream, position } = payload;
    return {
      end: dump.end,
      meta: { ...meta, source, destination, transport },
      content: textOf(text, dump, payload.start, payload.end),
      stream,
      ...(position === null ? {} : { position }),
    };
  },
};

/** Where the dump begins behind its head of one line, or two with `-v`; -1 where there is none. */
function dumpStart(text: string, end: number): number {
  let at = end;
  for (let count = 0; count < 2; count++) {
    const next = text.charCodeAt(at) === 13 ? at + 2 : at + 1;
    if (text.startsWith('\t0x0000:', next)) return next;
    if (!text.startsWith('    ', next)) return -1;
    at = next + text.slice(next, next + MAX_HEAD).search(/\r?\n/);
    if (at < next) return -1;
  }
  return -1;
}

/** Behind `\t0x0010:  `. */
function digitsAt({ text }: Scanner, at: number): number {
  if (!text.startsWith(MARK, at)) return -1;
  const colon = text.slice(at, at + 14).indexOf(':');
  if (colon < 0) return -1;
  let digits = at + colon + 1;
  while (text.charCodeAt(digits) === 32) digits++;
  return hexAt(text, digits) < 0 ? -1 : digits;
}
