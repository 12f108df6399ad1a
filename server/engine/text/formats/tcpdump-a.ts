/**
 * `tcpdump -A`: a line `10:00:00.123456 IP 192.0.2.1.5060 > 192.0.2.2.5060: …`, then the packet from its IP
 * header on, CRs left out and other unprintable characters as dots. So junk stands before the message, mostly
 * on its first line. The day is there with `-tttt`. With `-v` tcpdump prints the message by itself, behind tabs
 * and before whatever `-A` or `-X` say of the same packet; its addresses stand on a second line.
 */
import { parseDottedEndpoint } from '../endpoint';
import { unknownMeta, type PacketHead, type Preamble, type TextFormat } from '../format';
import type { Lookback } from '../lookback';
import { trimPacketEnd } from '../packet-end';
import type { RecordMeta } from '../record';
import type { TraceTime } from '../../../../shared/times';
import { knownMethodBefore } from '../start-line';
import { timeIn } from '../time';

/** IP and TCP headers take at most 120 octets: rarely more than these lines. */
const MAX_LINES = 12;
const MAX_HEAD = 512;
const IPV4_HEADER = 20;
const ipMark = / IP6? /;
/** With `-e` the link's addresses stand before, and no `IP`. */
const linkMark = / [0-9A-Fa-f.:]{3,60} > [0-9A-Fa-f.:]{3,60}: /;
const verboseHead = /^[\d-]{2,10}[ :][\d:.]{5,24} (?:\S{1,20} +){0,4}IP6? \(/;

export const tcpdumpA: TextFormat = {
  id: 'tcpdump-a',
  preamble(look) {
    const verbose = readVerboseHead(look);
    if (verbose !== null) return verbose;
    for (let n = 1; n <= MAX_LINES; n++) {
      const line = look.line(n);
      if (line === null) return null;
      const head = readTcpdumpHead(line);
      if (head !== null) {
        const start = messageStart(look.text, look.startLine, head.rest);
        return { start: look.lineStart(n), messageStart: start, meta: head.meta };
      }
    }
    return null;
  },
  boundary(text, { start, end }) {
    const line = text.slice(start, Math.min(end, start + MAX_HEAD));
    return readTcpdumpHead(line) !== null || verboseHead.test(line);
  },
  packet(text, { start, end }): PacketHead | null {
    const head = readTcpdumpHead(text.slice(start, Math.min(end, start + MAX_HEAD)));
    if (head === null) return null;
    return {
      meta: head.meta,
      payload(next) {
        const from = Math.min(end + 1, next);
        const to = trimPacketEnd(text, from, next);
        return { start: payloadStart(text, from, to, head), end: to };
      },
    };
  },
};

export interface TcpdumpHead {
  readonly meta: RecordMeta;
  /** What tcpdump says of the packet behind its addresses. */
  readonly rest: string;
}

/** What a packet's head of one line, or of two that were joined, says. */
export function readTcpdumpHead(line: string): TcpdumpHead | null {
  // A time of day or a date, then `IP a > b: …`.
  const first = line.charCodeAt(0);
  if (first < 48 || first > 57) return null;
  const arrow = line.indexOf(' > ');
  if (arrow < 0) return null;
  const linkLayer = line.includes('ethertype IPv') ? linkMark.exec(line) : null;
  if (linkLayer !== null) {
    const time = timeIn(line.slice(0, arrow));
    const route = readRoute(line.slice(linkLayer.index));
    return time === null || route === null ? null : withTime(route, time);
  }
  const ip = ipMark.exec(line);
  if (ip === null || ip.index > arrow) return null;
  const time = timeIn(line.slice(0, ip.index));
  const route = readRoute(line.slice(ip.index));
  return time === null || route === null ? null : withTime(route, time);
}

/** `… 192.0.2.1.5060 > 192.0.2.2.5060: rest` */
function readRoute(line: string): TcpdumpHead | null {
  const arrow = line.indexOf(' > ');
  const colon = line.indexOf(': ', arrow);
  if (arrow < 0 || colon < 0) return null;
  const source = parseDottedEndpoint(line.slice(line.lastIndexOf(' ', arrow - 1) + 1, arrow));
  const destination = parseDottedEndpoint(line.slice(arrow + 3, colon));
  if (source === null || destination === null) return null;
  const rest = line.slice(colon + 2);
  return { rest, meta: { ...unknownMeta, source, destination, transport: transportOf(rest) } };
}

function withTime(head: TcpdumpHead, time: TraceTime): TcpdumpHead {
  return { ...head, meta: { ...head.meta, time } };
}

function readVerboseHead(look: Lookback): Preamble | null {
  if (look.prefix !== '\t') return null;
  const line = look.line(1) ?? '';
  const whole = readTcpdumpHead(line);
  if (whole !== null) return { start: look.lineStart(1), meta: whole.meta, toBoundary: true };
  const above = look.line(2) ?? '';
  const ip = line.startsWith('    ') ? ipMark.exec(above) : null;
  const time = ip === null ? null : timeIn(above.slice(0, ip.index));
  const route = readRoute(line);
  if (time === null || route === null) return null;
  return { start: look.lineStart(2), meta: withTime(route, time).meta, toBoundary: true };
}

function transportOf(rest: string): string {
  return rest.startsWith('Flags [') ? 'TCP' : 'UDP';
}

/** Where the message begins behind the junk of the packet's headers. */
function messageStart(text: string, startLine: { start: number; end: number }, rest: string): number {
  const line = text.slice(startLine.start, startLine.end);
  // tcpdump repeats the start line of what it knows to be SIP.
  if (rest.startsWith('SIP: ') && line.endsWith(rest.slice(5))) return startLine.end - (rest.length - 5);
  const blank = line.indexOf(' ');
  if (blank < 0 || line.startsWith('SIP/')) return startLine.start;
  const method = knownMethodBefore(text, startLine.start + blank);
  return method < 0 ? startLine.start : Math.max(method, startLine.start);
}

/** Behind the packet's headers, which are printed too. */
function payloadStart(text: string, from: number, to: number, head: TcpdumpHead): number {
  const counted = /\blength (\d{1,5})$/.exec(head.rest)?.[1];
  if (counted === undefined) {
    // A later fragment: an IP header and nothing else. A first packet is found by its start line.
    return head.meta.source?.port === null ? Math.min(from + IPV4_HEADER, to) : to;
  }
  let octets = Number(counted);
  let at = to;
  while (at > from && octets > 0) {
    at--;
    // Each CR of a CRLF was left out.
    octets -= text.charCodeAt(at) === 10 ? 2 : 1;
  }
  return at;
}
