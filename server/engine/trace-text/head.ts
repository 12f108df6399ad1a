/**
 * The head of a block of trace text, the line that says which packet it is:
 *
 *     === 4  2026-01-31T10:00:00.123456Z  UDP 192.0.2.1:5060 -> 192.0.2.2:5060  SIP 1367 octets
 *
 * Two blanks part its fields: frame, time, path, and what it is with notes on it. docs/trace-text.md tells users.
 */
import { endpointText, parseEndpoint } from '../text/endpoint';
import type { Endpoint } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { fixedTimeAt } from '../text/time';
import { toIso } from '../../../shared/times';

/** What a block holds. `log`: a line of an ICE agent's log. `packet` is what was noticed and is none of the others. */
export type BlockKind =
  'sip' | 'stun' | 'turn' | 'dtls' | 'rtp' | 'rtcp' | 't38' | 'dns' | 'icmp' | 'tls' | 'log' | 'packet';

export interface BlockHead {
  /** Of the packet that completes it; of an RTP stream the first one. */
  readonly frame: number;
  readonly time: TraceTime | null;
  /** As in a Via; `IP` where ports do not matter. */
  readonly transport: string;
  readonly source: Endpoint | null;
  readonly destination: Endpoint | null;
  readonly kind: BlockKind;
  /** The rest of the line. */
  readonly notes: string;
}

/** How a head begins; a message cannot hide one, as its octets are counted. */
export const headMark = '=== ';

const kinds: ReadonlyMap<string, BlockKind> = new Map([
  ['SIP', 'sip'],
  ['STUN', 'stun'],
  ['TURN', 'turn'],
  ['DTLS', 'dtls'],
  ['RTP', 'rtp'],
  ['RTCP', 'rtcp'],
  ['T38', 't38'],
  ['DNS', 'dns'],
  ['ICMP', 'icmp'],
  ['TLS', 'tls'],
  ['LOG', 'log'],
  ['PACKET', 'packet'],
]);

/** Writes a head, without a line end. */
export function writeHead(head: BlockHead): string {
  const { frame, time, transport, source, destination, kind, notes } = head;
  const path = `${transport} ${endpointText(source)} -> ${endpointText(destination)}`;
  return `${headMark}${frame}  ${writeTime(time)}  ${path}  ${kind.toUpperCase()}${notes === '' ? '' : ` ${notes}`}`;
}

/** Reads a head; null where a line is none. */
export function readHead(line: string): BlockHead | null {
  if (!line.startsWith(headMark)) return null;
  const [frame = '', time = '', path = '', ...rest] = line.slice(headMark.length).split('  ');
  const what = rest.join('  ');
  const blank = what.indexOf(' ');
  const kind = kinds.get(blank === -1 ? what : what.slice(0, blank));
  const way = readPath(path);
  if (!/^\d{1,9}$/.test(frame) || kind === undefined || way === null) return null;
  return {
    frame: Number(frame),
    time: readTime(time),
    ...way,
    kind,
    notes: blank === -1 ? '' : what.slice(blank + 1),
  };
}

type Way = Pick<BlockHead, 'transport' | 'source' | 'destination'>;

function readPath(path: string): Way | null {
  const [transport = '', source = '', arrow, destination = ''] = path.split(' ');
  if (transport === '' || arrow !== '->') return null;
  return { transport, source: readEndpoint(source), destination: readEndpoint(destination) };
}

function readEndpoint(text: string): Endpoint | null {
  return text === '?' ? null : parseEndpoint(text);
}

/** Writes a time: a day that is not known leaves the time of day; no clock at all a dash. */
export function writeTime(time: TraceTime | null): string {
  if (time === null) return '-';
  return toIso(time) ?? toIso({ micros: time.micros, date: 'full' })?.slice(11, 26) ?? '-';
}

/** Reads a time as heads and explanations write it; null for a dash. */
export function readTime(text: string): TraceTime | null {
  if (text === '-') return null;
  const full = fixedTimeAt(text, 0);
  if (full !== null) return full;
  const day = fixedTimeAt(`1970/01/01 ${text}`, 0);
  return day === null ? null : { micros: day.micros, date: 'missing' };
}
