/**
 * What a line of any log tells of a message: when, which way, from where, to where. Read are words and signs that
 * programs share, whatever the program: `Recv From 192.0.2.1:5060`, `IN: 192.0.2.1:5060 --> 192.0.2.2:5060 UDP`,
 * `SrcIP: 192.0.2.1 SrcPort: 5060`, `<<<<<`. What a line does not say stays open.
 */
import type { TraceTime } from '../../../shared/times';
import { isLiteralAddress } from '../network/address-classes';
import type { Endpoint, RecordMeta } from './record';
import { unknownMeta } from './format';
import { dayMonthTime, epochTimeOfAnyUnit, timeIn } from './time';

/** Facts of one or several lines; each is null where none tells it. */
export interface LogFacts {
  readonly time: TraceTime | null;
  readonly direction: RecordMeta['direction'];
  readonly transport: string | null;
  readonly ends: Ends;
}

/** The ends that are named; `far` and `own` are one of the two others, as the direction says. */
export type Ends = { readonly [Role in EndRole]?: Endpoint };
type EndRole = 'source' | 'destination' | 'far' | 'own';

export const noFacts: LogFacts = { time: null, direction: null, transport: null, ends: {} };

/** A longer line is no head of a record. */
const MAX_LINE = 600;

/** What a line tells. */
export function factsOfLine(whole: string): LogFacts {
  const line = whole.length > MAX_LINE ? whole.slice(0, MAX_LINE) : whole;
  const direction = directionIn(line);
  return {
    time: timeOfLine(line),
    direction: direction?.way ?? null,
    transport: transports.exec(line)?.[1]?.toUpperCase() ?? null,
    ends: endsIn(line, direction),
  };
}

/** What two lines tell together; of what both tell, the first one counts. */
export function together(first: LogFacts, second: LogFacts): LogFacts {
  return {
    time: first.time ?? second.time,
    direction: first.direction ?? second.direction,
    transport: first.transport ?? second.transport,
    ends: { ...second.ends, ...first.ends },
  };
}

/** Whether a line tells more than a time. */
export function tellsWay({ direction, ends }: LogFacts): boolean {
  return direction !== null || Object.keys(ends).length > 0;
}

/** What is known of the message beside which the facts stand. */
export function metaOf({ time, direction, transport, ends }: LogFacts): RecordMeta {
  const isReceived = direction === 'received';
  const [bySource, byDestination] =
    direction === null ? [] : isReceived ? [ends.far, ends.own] : [ends.own, ends.far];
  return {
    ...unknownMeta,
    time,
    direction,
    transport,
    source: known(ends.source ?? bySource),
    destination: known(ends.destination ?? byDestination),
  };
}

/** An end of which at least the address is known. */
function known(end: Endpoint | undefined): Endpoint | null {
  return end === undefined || end.address === '' ? null : end;
}

const transports = /\b(udp|tcp|tls|wss?|sctp)\b/i;

/** Seconds since 1970, or since the start of the device, in front of a line or named there. */
const counted =
  /^\W{0,3}(?:[A-Z]{1,8}\] )?(\d{10,19}(?:[.,]\d{1,9})?)(?![\d-])|\b(?:time(?:stamp)?|ts|epoch)["']?[=: ]{1,2}["']?(\d{10,19}(?:\.\d{1,9})?)(?!\d)/i;
const sinceStart = /^\[ *(\d{1,8})\.(\d{3,6})\]/;
/** `0131100000.123|`, as Polycom's phones print month, day and time. */
const digitsAlone = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,6})?\|/;

/** The time that a line tells, in any of the ways in which logs do. */
export function timeOfLine(line: string): TraceTime | null {
  const found = timeIn(line);
  if (found !== null) return found;
  const polycom = digitsAlone.exec(line);
  if (polycom !== null) {
    const [, month, day, hour = '', minute = '', second = '', rest = ''] = polycom;
    return dayMonthTime(Number(day), Number(month), `${hour}:${minute}:${second}${rest}`);
  }
  const parts = counted.exec(line);
  if (parts !== null) return epochTimeOfAnyUnit(parts[1] ?? parts[2] ?? '');
  const start = sinceStart.exec(line);
  if (start === null) return null;
  return { micros: Number(start[1]) * 1e6 + Number((start[2] ?? '').padEnd(6, '0')), date: 'relative' };
}

interface Direction {
  readonly way: 'sent' | 'received';
  /** Behind the word or the sign. */
  readonly end: number;
}

/** `IN` and `OUT` only in capitals, or behind a key: they are words of any sentence. */
const directions =
  /(?<![\w.-])(?:(rece?ive[sd]?|receiving|recv(?:ed|from)?|rcvd?|rx|incoming|inbound|ingress|empfangen|re[çc]u|recibido|ricevuto)|(sent|sends?|sending|sendto|transmit(?:s|ted|ting)?|xmit|tx|outgoing|outbound|egress|gesendet|envoy[ée]|enviado|inviato))(?![\w@.-]*[\w@])|(?<![\w.-])(?:dir(?:ection)?["']?[=: ]{1,3}["']?(?:(in)|(out))|is_?sender["']?[=: ]{1,3}["']?(?:(false)|(true)))\b/i;
const capitals =
  /(?<![\w.-])(?:(IN|R|RCV|READ)|(OUT|S|SND|WRITE))(?=[\])>:|]|[ \t]{1,4}(?:[|:]|[[(]?\d|from\b|to\b)|[ \t]{0,4}$)/;
const arrows =
  /(?:^|[\s\]):|]|[a-z](?=<--|--))(?:(<{2,}|<-{1,9}|<={1,9}|←)|(>{2,}|-{1,9}>|={1,9}>|→))[ \t:]{0,4}$/;

const arrowBefore =
  /(?:^|[\s\]):|])(?:(<{2,}|<-{1,9}|<={1,9}|←)|(>{2,}|-{1,9}>|={1,9}>|→))[ \t]{0,4}(?=\[?[\da-f]{1,4}[.:])/;
const endsInAddress = /(?:(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?|[\]a-z]:\d{1,5})\)?$/i;

function directionIn(line: string): Direction | null {
  const word = directions.exec(line) ?? capitals.exec(line);
  if (word !== null) {
    const way = [word[1], word[3], word[5]].some((each) => each !== undefined) ? 'received' : 'sent';
    return { way, end: word.index + word[0].length };
  }
  const sign = arrows.exec(line.slice(-40));
  // An arrow behind an address points to another one, of which a wrapped line says nothing, or closes a banner.
  const closes =
    sign !== null && /[-=→←]/.test(sign[0]) && endsInAddress.test(line.slice(0, -sign[0].length));
  if (sign !== null && !closes) return { way: sign[1] === undefined ? 'sent' : 'received', end: line.length };
  // Between two addresses an arrow tells their way, before one alone the logger's.
  const before = arrowBefore.exec(line);
  if (before === null || endsInAddress.test(line.slice(0, before.index + 1).trimEnd())) return null;
  return { way: before[1] === undefined ? 'sent' : 'received', end: before.index + before[0].length };
}

interface Found {
  readonly end: Endpoint;
  readonly at: number;
  readonly behind: number;
}

/** An address with or without a port; a name of a host only with one. */
const addresses =
  /(?<![\w.])(?<![\d:]:)(?:\[((?:[\da-f]{0,4}:){2}[\da-f:.]{0,40}|(?:\d{1,3}\.){3}\d{1,3})\]|((?:\d{1,3}\.){3}\d{1,3})|((?:[a-z\d][a-z\d-]{0,62}\.){1,8}[a-z]{2,24})(?=:\d)|([\da-f]{1,4}:[\da-f:]{1,40}))(?:[:/#]\[?(\d{1,5})|\]?,?[ \t]{0,2}(?:on )?port[ =:]{1,2}(\d{1,5}))?(?!(?!:(?:udp|tcp|tls|wss?|sctp)\b)[\w.:]*\w)/gi;
const lone = /\b([a-z]{2,24})[ _.-]?port["']?[ \t]{0,2}[=:][ \t]{0,2}["']?(\d{1,5})(?!\d)/gi;
const toRight =
  /^[ \t)\]]{0,4}(?:[-=]{1,9}>{1,3}|>{1,3}|→|to|to:)[ \t([]{0,4}(?:(?:udp|tcp|tls|wss?|sctp)[:/]{1,3})?$/i;
/** Cells of a table, in the order in which all write them. */
const nextCell = /^[ \t)\]]{0,4}(?:[ \t|,;][ \t]{0,20}){1,2}[([]?$/;
const toLeft =
  /^[ \t)\]]{0,4}(?:<{1,3}[-=]{1,9}|<{1,3}|←)[ \t([]{0,4}(?:(?:udp|tcp|tls|wss?|sctp)[:/]{1,3})?$/i;
/** The word before an address, past those that only say what kind of address it is. */
const label =
  /(?<![\w.])([a-z][a-z_.-]{0,24})["']?[^a-z\d]{0,5}(?:(?:udp|tcp|tls|wss?|sctp|ipv?[46]?|addr(?:ess)?|host)["']?[^a-z\d]{0,4}){0,3}$/i;

function endsIn(line: string, direction: Direction | null): Ends {
  const found = addressesIn(line);
  const ends: { [Role in EndRole]?: Endpoint } = {};
  for (const [place, one] of found.entries()) {
    const next = found[place + 1];
    if (next === undefined) break;
    const between = line.slice(one.behind, Math.min(next.at, one.behind + 40));
    if (toRight.test(between)) return { source: one.end, destination: next.end };
    if (toLeft.test(between)) return { source: next.end, destination: one.end };
  }
  for (const { end, at } of found) {
    const role = roleOfKey(label.exec(line.slice(Math.max(0, at - 60), at))?.[1] ?? '');
    if (role !== null) ends[role] ??= end;
  }
  for (const [, key = '', port = ''] of line.matchAll(lone)) {
    const role = roleOfKey(key);
    const end = role === null ? undefined : (ends[role] ?? { address: '', port: null });
    if (role !== null && end?.port === null && Number(port) <= 65535)
      ends[role] = { ...end, port: Number(port) };
  }
  if (Object.keys(ends).length > 0) return ends;
  const [first, second] = found;
  if (first !== undefined && second !== undefined && found.length === 2 && areCells(line, first, second))
    return { source: first.end, destination: second.end };
  if (direction === null) return ends;
  // What stands alone behind the direction is the far end; before it, syslog names the host that logs.
  const [only, ...others] = found.filter(({ at }) => at >= direction.end);
  if (only !== undefined && others.length === 0) ends.far = only.end;
  return ends;
}

/** Whether two addresses with ports stand side by side. */
function areCells(line: string, first: Found, second: Found): boolean {
  return (
    first.end.port !== null &&
    second.end.port !== null &&
    nextCell.test(line.slice(first.behind, Math.min(second.at, first.behind + 40)))
  );
}

function addressesIn(line: string): readonly Found[] {
  const found: Found[] = [];
  for (const parts of line.matchAll(addresses)) {
    const [whole, bracketed, ipv4, host, ipv6, port, named] = parts;
    const address = bracketed ?? ipv4 ?? host ?? ipv6 ?? '';
    const number = port ?? named;
    if (host === undefined && !isLiteralAddress(address)) continue;
    if (Number(number ?? 0) > 65535) continue;
    found.push({
      end: { address, port: number === undefined ? null : Number(number) },
      at: parts.index,
      behind: parts.index + whole.length,
    });
  }
  return found;
}

/**
 * Which end a word names: `src`, `sourceAddress`, `from`, `dst_ip`, `remote`; null where it is no such word.
 *
 * @param key a word before an address, or the name of a field
 */
export function roleOfKey(key: string): EndRole | null {
  return roleOfWord(key) ?? roleOfWord(key.slice(key.lastIndexOf('.') + 1));
}

function roleOfWord(key: string): EndRole | null {
  let word = key.toLowerCase().replace(/[^a-z]/g, '');
  for (const suffix of ['port', 'address', 'addr', 'host', 'ip'])
    if (word.endsWith(suffix)) word = word.slice(0, -suffix.length);
  return roles.get(word) ?? roles.get(word.replace(/^(?:ip|udp|tcp|network)/, '')) ?? null;
}

const roles: ReadonlyMap<string, EndRole> = new Map([
  ['src', 'source'],
  ['source', 'source'],
  ['from', 'source'],
  ['sender', 'source'],
  ['dst', 'destination'],
  ['dest', 'destination'],
  ['destination', 'destination'],
  ['to', 'destination'],
  ['receiver', 'destination'],
  ['remote', 'far'],
  ['peer', 'far'],
  ['local', 'own'],
]);
