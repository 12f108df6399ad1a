/**
 * A dissected packet as `tshark -V`, `tshark -O sip` and Wireshark's *Export Packet Dissections as Plain Text* print
 * it, and Ethereal did: `Frame 1: …`, a line for each protocol, and four blanks more for each level below. What Wireshark
 * copies of a selected protocol begins with the line of SIP. The start line, the headers and the lines of SDP are taken out of the tree. Only `-V` tells the time. An ICMP error that
 * quotes a message holds none.
 */
import { ContentBuilder } from '../../basics/content';
import { addUnescaped } from '../escapes';
import { unknownMeta, type DumpFormat } from '../format';
import { LineCursor } from '../line-cursor';
import { atPort } from '../endpoint';
import type { Endpoint, RecordMeta } from '../record';
import type { Scanner } from '../scanner';
import { beginsStartLine } from '../start-line';
import { epochTime, timeIn } from '../time';

const MAX_FRAME = 2 * 1024 * 1024;
const MAX_LINE = 400;
const firstLine = /^ {4}(?:\[truncated\] ?)?(?:Request|Status)-Line(?: \[truncated\])?: /;
const header = /^ {8}(?:\[truncated\] ?)?(?=[A-Za-z][\w!~.-]{0,63}(?: \[truncated\])?[ \t]?:)/;
const sdpLine = /^ *(?:\[truncated\] ?)?[A-Z][\w ,/-]{2,60} \(([a-z])\)(?: \[truncated\])?: ?/;

export const tsharkTree: DumpFormat = {
  id: 'tshark-tree',
  shows: (text, { start }) =>
    text.startsWith('    ', start) && firstLine.test(text.slice(start, start + MAX_LINE)),
  starts: (text, { start, end }) => isFrame(text, start, end) || isSip(text, start),
  packet(scanner, start) {
    const { text } = scanner;
    const tree = new Tree(scanner);
    const isPart = isSip(text, start);
    const lines = isPart
      ? new LineCursor(scanner, start, start + MAX_FRAME)
      : LineCursor.below(scanner, start, start + MAX_FRAME);
    while (
      lines.advance() &&
      !isFrame(text, lines.start, lines.end) &&
      !isForeign(text, lines.start, lines.end) &&
      !(isPart && lines.start > start && isSip(text, lines.start))
    )
      tree.take(lines.start, lines.end, lines.lineEnd);
    const end = lines.start;
    tree.finish(end);
    return { end, meta: tree.meta, content: tree.content.content(), stream: null };
  },
};

/** `Frame 1: 1233 bytes on wire …`, of Ethereal `Frame 1 (361 on wire, …)`. */
function isFrame(text: string, start: number, end: number): boolean {
  return (
    text.startsWith('Frame ', start) &&
    /^Frame \d{1,10}(?::| \()/.test(text.slice(start, Math.min(end, start + 24)))
  );
}

function isSip(text: string, at: number): boolean {
  return text.startsWith('Session Initiation Protocol', at);
}

/** Whether a line is none of a tree's, nor of the hex dump below it: the next packet's summary, or another log. */
function isForeign(text: string, start: number, end: number): boolean {
  const first = text.charAt(start);
  if (start === end || first === ' ' || first === '[') return false;
  if (/[0-9a-f]/.test(first))
    return !/^[0-9a-f]{4,8} {2,3}[0-9a-f]{2}/.test(text.slice(start, Math.min(end, start + 16)));
  return !/[A-Z]/.test(first) || text.startsWith('No. ', start) || beginsStartLine(text, start);
}

class Tree {
  meta: RecordMeta = unknownMeta;
  readonly content: ContentBuilder;
  readonly #text: string;
  #part: 'below' | 'sip' | 'headers' | 'body' | 'quoted' = 'below';
  #hasBody = false;
  /** Blanks before the lines of the description; -1 outside of one. */
  #sdpIndent = -1;
  #textIndent = -1;
  #sip = false;

  constructor(scanner: Scanner) {
    this.#text = scanner.text;
    this.content = new ContentBuilder(scanner.text);
  }

  take(start: number, end: number, lineEnd: number): void {
    const text = this.#text;
    let indent = 0;
    while (start + indent < end && text.charCodeAt(start + indent) === 32) indent++;
    const line = text.slice(start, Math.min(end, start + MAX_LINE));
    if (line.length === indent) {
      this.#endOfHeaders(start);
      return;
    }
    if (indent <= this.#sdpIndent - 4) this.#sdpIndent = -1;
    if (indent <= this.#textIndent - 4) this.#textIndent = -1;
    if (indent === 0) this.#protocol(line, start);
    else if (this.#part === 'below') this.#time(line);
    if (this.#part === 'below' || this.#part === 'quoted') return;
    const said = line.slice(indent);
    if (said === 'Session Description Protocol') {
      this.#endOfHeaders(start);
      this.#sdpIndent = indent + 4;
    } else if (said.startsWith('Line-based text data')) {
      this.#endOfHeaders(start);
      this.#textIndent = indent + 4;
    } else if (indent === this.#sdpIndent) {
      this.#sdp(line, start, end, lineEnd);
    } else if (indent >= this.#textIndent && this.#textIndent > 0) {
      this.#raw(start + this.#textIndent, end, lineEnd);
    } else if (indent === 4) {
      this.#section(line, start, end, lineEnd);
    } else if (indent === 8) {
      this.#header(line, start, end, lineEnd);
    }
  }

  /** Says where the frame ends. */
  finish(end: number): void {
    this.#endOfHeaders(end);
  }

  #protocol(line: string, start: number): void {
    if (line.startsWith('Session Initiation Protocol')) {
      this.#endOfHeaders(start);
      if (this.#part !== 'quoted') this.#part = 'sip';
      return;
    }
    if (line.startsWith('Session Description') || line.startsWith('Line-based')) return;
    if (this.#part !== 'quoted') {
      this.#endOfHeaders(start);
      this.#part = 'below';
    }
    if (line.startsWith('Internet Control Message')) this.#part = 'quoted';
    // Behind the first message in the frame come the next one's lower layers only in a tunnel.
    if (this.#sip) return;
    if (line.startsWith('Internet Protocol')) {
      const [source, destination] = between(line, /Src(?: Addr)?: /, /, Dst(?: Addr)?: /);
      this.meta = { ...this.meta, source: endpoint(source), destination: endpoint(destination) };
    } else if (line.startsWith('User Datagram') || line.startsWith('Transmission Control')) {
      const [source, destination] = between(line, /Src Port: /, /, Dst Port: /);
      this.meta = {
        ...this.meta,
        source: atPort(this.meta.source, source),
        destination: atPort(this.meta.destination, destination),
        transport: line.startsWith('User') ? 'UDP' : 'TCP',
      };
    } else if (/^(?:Transport Layer Security|Secure Sockets Layer)/.test(line)) {
      this.meta = { ...this.meta, transport: 'TLS' };
    } else if (line.startsWith('WebSocket')) {
      this.meta = { ...this.meta, transport: this.meta.transport === 'TLS' ? 'WSS' : 'WS' };
    }
  }

  #time(line: string): void {
    if (this.meta.time?.date === 'full' && !line.includes('Epoch')) return;
    const epoch = /^ {4}Epoch (?:Arrival )?Time: (\d{1,11}\.\d{1,9})/.exec(line);
    const time = epoch !== null ? epochTime(epoch[1] ?? '') : arrivalTime(line);
    if (time !== null) this.meta = { ...this.meta, time };
  }

  #section(line: string, start: number, end: number, lineEnd: number): void {
    const first = firstLine.exec(line);
    if (first !== null) {
      this.#endOfHeaders(start);
      this.content.add(start + first[0].length, end);
      this.content.put('\n', lineEnd);
      this.#sip = true;
      this.#hasBody = false;
      this.#part = 'sip';
    } else if (line.startsWith('    Message Header')) {
      this.#part = 'headers';
    } else if (/^ {4}Message [Bb]ody/.test(line)) {
      this.#endOfHeaders(start);
    }
  }

  #header(line: string, start: number, end: number, lineEnd: number): void {
    if (this.#part === 'body') {
      if (this.#sdpIndent < 0 && line.endsWith('\\n')) this.#raw(start + 8, end, lineEnd);
      return;
    }
    const name = this.#part === 'headers' ? header.exec(line) : null;
    if (name === null) return;
    const from = start + name[0].length;
    const mark = line.slice(name[0].length).indexOf(' [truncated]:');
    if (mark > 0 && mark < 64) {
      this.content.add(from, from + mark);
      this.content.add(from + mark + ' [truncated]'.length, end);
    } else {
      this.content.add(from, end);
    }
    this.content.put('\n', lineEnd);
  }

  #sdp(line: string, start: number, end: number, lineEnd: number): void {
    const parts = sdpLine.exec(line);
    if (parts === null) return;
    // The type stands in brackets: the closing one stands for the equals sign.
    const bracket = start + parts[0].lastIndexOf(`(${parts[1] ?? ''})`);
    this.content.add(bracket + 1, bracket + 2);
    this.content.put('=', bracket + 2);
    this.content.add(start + parts[0].length, end);
    this.content.put('\n', lineEnd);
  }

  #raw(start: number, end: number, lineEnd: number): void {
    const from = Math.min(start, end);
    const isEscaped = this.#text.startsWith('\\n', end - 2);
    if (isEscaped) addUnescaped(this.content, this.#text, from, end, 'any');
    else {
      this.content.add(from, end);
      this.content.put('\n', lineEnd);
    }
  }

  /** Puts the blank line behind the headers, for which nothing stands in the tree. */
  #endOfHeaders(at: number): void {
    if (this.#part !== 'headers' && !(this.#part === 'sip' && this.#sip)) return;
    this.#part = 'body';
    if (this.#hasBody || this.content.length === 0) return;
    this.#hasBody = true;
    this.content.put('\n', at);
  }
}

/** Of Ethereal, a name and the number or address in brackets behind it: what is in brackets counts. */
function between(line: string, from: RegExp, to: RegExp): readonly [string, string] {
  const first = from.exec(line);
  const second = to.exec(line);
  if (first === null || second === null) return ['', ''];
  const value = (text: string): string => {
    const words = /^([^\s,]+)(?: \(([^)]*)\))?/.exec(text);
    return words?.[2] ?? words?.[1] ?? '';
  };
  return [
    value(line.slice(first.index + first[0].length, second.index)),
    value(line.slice(second.index + second[0].length)),
  ];
}

function endpoint(address: string): Endpoint | null {
  return address === '' ? null : { address, port: null };
}

/** A time with another zone than UTC is left to the seconds since 1970 that stand below it. */
function arrivalTime(line: string): RecordMeta['time'] {
  return /^ {4}(?:UTC )?Arrival Time: /.test(line) ? timeIn(line) : null;
}
