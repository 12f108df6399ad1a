/**
 * `tcpdump -X` and `-XX`: the line of `tcpdump -A`, then lines such as
 * `0x0010:  c633 6405 13c4 13c4 04af 51a4 494e 5649  .3d.......Q.INVI` behind a tab, from the IP header on or, with
 * `-XX`, from the link's.
 */
import { payloadOf } from '../dumped-packet';
import { unknownMeta, type DumpFormat } from '../format';
import { readHexDump, textOf } from '../hex-dump';
import { readTcpdumpHead } from './tcpdump-a';

/** Pasted, the tab may have become blanks. */
const place = /[ \t]{1,24}0x([\da-f]{4,8}): {1,4}(?=[\da-f]{2})/iy;
const MAX_HEAD = 512;

export const tcpdumpX: DumpFormat = {
  id: 'tcpdump-x',
  hidden: '0x0000:',
  shows: (text, { start, end }) => digitsAt(text, start) >= 0 || digitsAt(text, end + 1) >= 0,
  starts(text, { start, end }) {
    // All of it may be indented.
    return /^ {0,16}\d/.test(text.slice(start, start + 20)) && dumpStart(text, end) >= 0;
  },
  packet(scanner, start) {
    const { text } = scanner;
    const end = scanner.endOfLine(start);
    const from = dumpStart(text, scanner.withoutCr(start, end));
    if (from < 0) return null;
    const dump = readHexDump(scanner, from, (at) => digitsAt(text, at));
    const lines = text
      .slice(start, Math.min(from, start + MAX_HEAD))
      .trimStart()
      .replace(/\r?\n/g, '');
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
    if (Number.parseInt(placeAt(text, next) ?? '', 16) === 0) return next;
    if (!text.startsWith('    ', next)) return -1;
    at = next + text.slice(next, next + MAX_HEAD).search(/\r?\n/);
    if (at < next) return -1;
  }
  return -1;
}

/** Behind `\t0x0010:  `; -1 where no octet follows. */
function digitsAt(text: string, at: number): number {
  return placeAt(text, at) === undefined ? -1 : place.lastIndex;
}

/** The digits of `\t0x0010:  `. */
function placeAt(text: string, at: number): string | undefined {
  place.lastIndex = at;
  return place.exec(text)?.[1];
}
