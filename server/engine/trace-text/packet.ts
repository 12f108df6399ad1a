/** A packet that is no SIP message, as a message of the trace: what a block of trace text tells of it. */
import { readDns, type DnsMessage } from '../capture/payload/dns';
import { parseStun } from '../stun/parse';
import type { StunMessage } from '../stun/message';
import { hexToBytes } from '../capture/bytes';
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
}

/** How the line begins that holds a packet's octets. */
export const octetsMark = 'octets ';

/** Reads a block; what its octets hold is read from them, not from the lines that explain them. */
export function parsePacket(content: string): PacketMessage {
  const end = content.indexOf('\n');
  const head = readHead(end === -1 ? content : content.slice(0, end));
  const type = head === null || head.kind === 'sip' ? 'packet' : head.kind;
  return {
    kind: 'packet',
    content,
    type,
    notes: head?.notes ?? '',
    stun: type === 'stun' || type === 'turn' ? readOctets(content, parseStun) : null,
    dns: type === 'dns' ? readOctets(content, readDns) : null,
  };
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
