/**
 * `tshark -z follow,tcp,ascii,N`: a line of `=`, `Follow: tcp,ascii`, `Filter: …`, `Node 0: 192.0.2.1:5060`,
 * `Node 1: …`, then what each node sent in turn: a line with the number of octets and the text, node 1's number behind
 * a tab. Of `raw`, each piece is one line of hexadecimal digits. No times.
 */
import { ContentBuilder } from '../../basics/content';
import type { Content } from '../../basics/content';
import { parseEndpoint } from '../endpoint';
import { unknownMeta, type DumpFormat, type DumpPacket } from '../format';
import { hexAt, textOf } from '../hex-dump';
import { endOfOctets } from '../octets';
import type { Endpoint } from '../record';
import type { Scanner } from '../scanner';

const RULE = '='.repeat(40);
const MARK = 'Follow: ';
const MAX_HEAD = 1024;
const head =
  /^={40,80}\r?\nFollow: ([a-z0-9]{2,8}),[a-z0-9-]{2,8}\r?\nFilter: [^\r\n]{0,200}\r?\nNode 0: (\S{1,80})\r?\nNode 1: (\S{1,80})\r?\n/;
const count = /^\t?\d{1,9}$/;
const MAX_COUNT = 12;

export const tsharkFollow: DumpFormat = {
  id: 'tshark-follow',
  hidden: MARK,
  // A first start line stands right below its number of octets, or the head does above.
  shows(text, { start }) {
    const digit = text.charCodeAt(start - 1) === 10 ? text.charCodeAt(start - 2) : -1;
    if (!(digit >= 48 && digit <= 57) && digit !== 13) return false;
    const above = text.slice(Math.max(0, start - MAX_COUNT), start);
    return /(?:^|\n)\t?\d{1,9}\r?\n$/.test(above);
  },
  starts: (text, { start }) => text.startsWith(RULE, start) && headAt(text, start) !== null,
  packet(scanner, start) {
    const { text } = scanner;
    const parts = headAt(text, start);
    if (parts === null) return null;
    const transport = (parts[1] ?? '').toUpperCase();
    const nodes = [parseEndpoint(parts[2] ?? ''), parseEndpoint(parts[3] ?? '')] as const;
    const packets: DumpPacket[] = [];
    let at = start + parts[0].length;
    while (at < text.length) {
      const lineEnd = scanner.endOfLine(at);
      const piece = pieceAt(scanner, at, scanner.withoutCr(at, lineEnd));
      if (piece === null) break;
      packets.push(packetOf(piece, text.charCodeAt(at) === 9, transport, nodes));
      at = piece.end;
      while (text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13) at++;
    }
    const [first, ...then] = packets;
    return first === undefined ? null : { ...first, then };
  },
};

interface Piece {
  readonly content: Content;
  readonly end: number;
}

function headAt(text: string, start: number): RegExpExecArray | null {
  return head.exec(text.slice(start, start + MAX_HEAD));
}

function pieceAt(scanner: Scanner, start: number, end: number): Piece | null {
  const { text } = scanner;
  const line = text.slice(start, Math.min(end, start + MAX_COUNT));
  if (end - start < MAX_COUNT && count.test(line)) {
    const from = Math.min(scanner.endOfLine(start) + 1, text.length);
    const content = new ContentBuilder(text);
    const stop = endOfOctets(scanner, from, Number(line), (at) => text.startsWith(RULE, at));
    content.add(from, stop);
    return { content: content.content(), end: stop };
  }
  return rawPiece(scanner, start + (text.charCodeAt(start) === 9 ? 1 : 0), end);
}

function rawPiece(scanner: Scanner, start: number, end: number): Piece | null {
  const octets: number[] = [];
  const places: number[] = [];
  for (let at = start; at < end; at += 2) {
    const octet = hexAt(scanner.text, at);
    if (octet < 0) return null;
    octets.push(octet);
    places.push(at);
  }
  if (octets.length === 0) return null;
  const dump = { octets: Uint8Array.from(octets), places, end };
  return { content: textOf(scanner.text, dump, 0, octets.length), end };
}

function packetOf(
  { content, end }: Piece,
  isSecond: boolean,
  transport: string,
  [first, second]: readonly [Endpoint | null, Endpoint | null],
): DumpPacket {
  const [source, destination] = isSecond ? [second, first] : [first, second];
  return {
    end,
    content,
    meta: { ...unknownMeta, source, destination, transport },
    stream: transport === 'UDP' ? null : `${nameOf(source)} ${nameOf(destination)}`,
  };
}

function nameOf(node: Endpoint | null): string {
  return node === null ? '' : `${node.address} ${String(node.port)}`;
}
