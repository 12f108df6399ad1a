/**
 * A packet that is no SIP message, as a message of the trace: what a block of trace text tells of it. A line of an ICE
 * agent's log, which stands for packets that nobody captured, is one as well, in a block or as its log has it.
 */
import { readDns, type DnsMessage } from '../capture/payload/dns';
import { parseStun } from '../stun/parse';
import type { StunMessage } from '../stun/message';
import { readIceLogLine } from '../text/ice-log/find';
import type { IceLogLine } from '../text/ice-log/line';
import { hexToBytes } from '../basics/bytes';
import { readHead, type BlockKind } from './head';

/** The tree of a block that holds no SIP message. Spans count from the start of the block. */
export interface PacketMessage {
  readonly kind: 'packet';
  readonly content: string;
  readonly type: Exclude<BlockKind, 'sip'>;
  /** What the head says behind the kind. */
  readonly notes: string;
  /** Of a STUN or TURN message. */
  readonly stun: StunMessage | null;
  readonly dns: DnsMessage | null;
  /** Of a line of an ICE agent's log. */
  readonly log: IceLogLine | null;
}

/** How the line begins that holds a packet's octets. */
export const octetsMark = 'octets ';

/** How the line begins that holds a line of a log. */
export const logMark = 'line ';

/** Reads a block; what its octets hold is read from them, not from the lines that explain them. */
export function parsePacket(content: string): PacketMessage {
  const end = content.indexOf('\n');
  const head = readHead(end === -1 ? content : content.slice(0, end));
  if (head === null) return parseLogLine(content);
  const type = head.kind === 'sip' ? 'packet' : head.kind;
  return {
    kind: 'packet',
    content,
    type,
    notes: head.notes,
    stun: type === 'stun' || type === 'turn' ? readOctets(content, readStun(head.notes)) : null,
    dns: type === 'dns' ? readOctets(content, readDns) : null,
    log: type === 'log' ? logOf(content) : null,
  };
}

function readStun(notes: string): (bytes: Uint8Array, start: number, end: number) => StunMessage | null {
  const cut = / cut$/.test(notes);
  return (bytes, start, end) => parseStun(bytes, start, end, cut);
}

/** A line as it stands in its log. */
function parseLogLine(content: string): PacketMessage {
  const log = readIceLogLine(content);
  const base = { kind: 'packet', content, stun: null, dns: null, log } as const;
  return log === null
    ? { ...base, type: 'packet', notes: '' }
    : { ...base, type: 'log', notes: `${log.program}: ${log.text}` };
}

function logOf(content: string): IceLogLine | null {
  const at = content.indexOf(`\n${logMark}`);
  if (at === -1) return null;
  const end = content.indexOf('\n', at + 1);
  return readIceLogLine(content.slice(at + 1 + logMark.length, end === -1 ? undefined : end));
}

function readOctets<Message>(
  content: string,
  read: (bytes: Uint8Array, start: number, end: number) => Message | null,
): Message | null {
  const at = content.lastIndexOf(`\n${octetsMark}`);
  if (at === -1) return null;
  const start = at + 1 + octetsMark.length;
  const end = content.indexOf('\n', start);
  const bytes = hexToBytes(content.slice(start, end === -1 ? content.length : end).trim());
  return bytes === null ? null : read(bytes, 0, bytes.length);
}
