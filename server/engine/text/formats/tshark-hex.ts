/**
 * `tshark -x`: for each packet lines such as `0030  20 73 69 70 …    sip:+1425555019`, from the link layer on.
 * `Frame (102 bytes):` stands above where more dumps of the packet follow: `Reassembled TCP (1484 bytes):`,
 * `Decrypted TLS (…):`. The summary line of the packet, if there is one, stands above. `hexdump -C`, `xxd` and `od -Ax -tx1`
 * print much the same, of a packet or of a message alone; of that the line above tells.
 */
import { nothing } from '../../basics/content';
import { payloadOf, portsOf } from '../dumped-packet';
import { unknownMeta, type DumpFormat } from '../format';
import { hexAt, readHexDump, textOf, type HexDump } from '../hex-dump';
import { isBlank } from '../../layout/lines';
import { Lookback } from '../lookback';
import type { RecordMeta } from '../record';
import type { TraceTime } from '../../../../shared/times';
import type { Scanner } from '../scanner';
import { beginsStartLine } from '../start-line';
import { timeIn } from '../time';
import { log } from './log';

const first = /^\s{0,16}0{4,8}:? {1,3}(?:[\da-f]{2} ?){4}/i;
const title = /^ {0,16}[A-Z][\w ().+-]{1,60} \(\d{1,9} bytes?\):$/;
const summary = /^ {0,8}\d{1,9} (\S.{0,80}?) (?:→|->) /;
const MAX_TITLE = 100;
const MAX_ABOVE = 600;
const MAX_INDENT = 16;
/** Of one packet. */
const MAX_BLOCKS = 16;

export const tsharkHex: DumpFormat = {
  id: 'tshark-hex',
  hidden: '0000',
  shows: (text, { start }) => hexDigitsAt(text, start) >= 0,
  starts: (text, { start, end }) => isFirstLine(text, start) || isTitle(text, start, end),
  packet(scanner, start) {
    const { text } = scanner;
    const blocks: Block[] = [];
    let at = start;
    while (blocks.length < MAX_BLOCKS) {
      const block = readBlock(scanner, at);
      if (block === null || (blocks.length > 0 && (block.title === '' || block.title.startsWith('Frame '))))
        break;
      blocks.push(block);
      at = block.dump.end;
    }
    const [frame, ...more] = blocks;
    if (frame === undefined) return null;
    const meta = { ...unknownMeta, time: timeAbove(scanner, start) };
    const payload = payloadOf(frame.dump.octets);
    if (payload === null) {
      const message = textOf(text, frame.dump, 0, frame.dump.octets.length);
      const isBare = beginsStartLine(message.text, 0);
      return {
        end: at,
        meta: isBare ? metaAbove(scanner, start) : meta,
        content: isBare ? message : nothing,
        stream: null,
      };
    }
    let { source, destination } = payload;
    let whole = undefined;
    for (const { title: name, dump } of more) {
      const isDatagram = name.startsWith('Reassembled IPv') && payload.transport === 'UDP';
      const content = textOf(text, dump, isDatagram ? 8 : 0, dump.octets.length);
      if (!beginsStartLine(content.text, 0)) continue;
      whole = content;
      if (!isDatagram) continue;
      const [from, to] = portsOf(dump.octets);
      source = { ...source, port: from };
      destination = { ...destination, port: to };
    }
    return {
      end: at,
      meta: { ...meta, source, destination, transport: payload.transport },
      content: textOf(text, frame.dump, payload.start, payload.end),
      stream: payload.stream,
      ...(payload.position === null ? {} : { position: payload.position }),
      ...(whole === undefined ? {} : { whole }),
    };
  },
};

interface Block {
  /** Empty where the dump stands alone. */
  readonly title: string;
  readonly dump: HexDump;
}

function readBlock(scanner: Scanner, from: number): Block | null {
  const { text } = scanner;
  let at = from;
  while (text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13) at++;
  const end = scanner.endOfLine(at);
  const titled = isTitle(text, at, scanner.withoutCr(at, end));
  const start = titled ? end + 1 : at;
  if (!isFirstLine(text, start)) return null;
  let next = 0;
  const dump = readHexDump(scanner, start, (line) => {
    // A dump that begins at 0 again is the next one; over a gap nothing is joined.
    if (Number.parseInt(text.slice(line, line + 28), 16) !== next) return -1;
    next += 16;
    return hexDigitsAt(text, line);
  });
  if (dump.octets.length === 0) return null;
  return { title: titled ? text.slice(at, end) : '', dump };
}

function isTitle(text: string, start: number, end: number): boolean {
  if (end - start > MAX_TITLE || text.charCodeAt(end - 1) !== 58) return false;
  return title.test(text.slice(start, end));
}

function isFirstLine(text: string, start: number): boolean {
  return hexDigitsAt(text, start) >= 0 && first.test(text.slice(start, start + 40));
}

/** Behind an offset of four to eight digits, which may be indented, with a colon or without, and the blanks behind it; -1 where no octet follows there. */
function hexDigitsAt(text: string, start: number): number {
  let from = start;
  while (from < start + MAX_INDENT && isBlank(text.charCodeAt(from))) from++;
  let at = from;
  while (at < from + 8 && hexAt(text, at) >= 0) at += 2;
  if (at < from + 4) return -1;
  if (text.charCodeAt(at) === 58) at++;
  const offset = at;
  while (at < offset + 3 && text.charCodeAt(at) === 32) at++;
  return at > offset && hexAt(text, at) >= 0 ? at : -1;
}

/** The last line above that is not blank, and where it begins. */
function lineAbove({ text }: Scanner, start: number): { readonly line: string; readonly at: number } {
  const from = Math.max(0, start - MAX_ABOVE);
  const above = text.slice(from, start).trimEnd();
  const at = above.lastIndexOf('\n') + 1;
  return { line: above.slice(at), at: from + at };
}

/** What the line above tells, unless it is another dump's. */
function metaAbove(scanner: Scanner, start: number): RecordMeta {
  const { text, eol } = scanner;
  const { at } = lineAbove(scanner, start);
  if (hexDigitsAt(text, at) >= 0) return unknownMeta;
  const startLine = { lineStart: start, start, end: start, eol, certain: true };
  return log.preamble(new Lookback(text, startLine, at))?.meta ?? unknownMeta;
}

/** The time in the summary line, if it stands right above. */
function timeAbove(scanner: Scanner, start: number): TraceTime | null {
  const said = summary.exec(lineAbove(scanner, start).line)?.[1] ?? '';
  const seconds = /^ *(\d{1,9})\.(\d{6,9}) /.exec(said);
  if (seconds === null) return timeIn(said);
  const micros = Number(seconds[1]) * 1_000_000 + Number((seconds[2] ?? '').slice(0, 6));
  return { micros, date: 'relative' };
}
