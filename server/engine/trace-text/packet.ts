/**
 * A packet that is no SIP message, as a message of the trace: what a block of trace text tells of it. A line of an ICE
 * agent's log, which stands for packets that nobody captured, is one as well, in a block or as its log has it.
 */
import type { StunMessage } from '../stun/message';
import { readIceLogLine } from '../text/ice-log/find';
import type { BlockText } from './blocks/block';
import { readDns, type DnsBody } from './blocks/dns';
import { readDtls, type DtlsBody } from './blocks/dtls';
import { readIcmp, type IcmpBody } from './blocks/icmp';
import { readLog, type LogBody } from './blocks/log';
import { readNoticed, type NoticedBody } from './blocks/packet';
import { readRtcp, type RtcpBody } from './blocks/rtcp';
import { readRtp, type RtpBody } from './blocks/rtp';
import { readStun, readTurn, type StunBody, type TurnBody } from './blocks/stun';
import { readFax, type FaxBody } from './blocks/t38';
import { readTls, type TlsBody } from './blocks/tls';
import { readHead, type BlockKind } from './head';

/** What a block holds, by its kind. */
export type PacketBody =
  | StunBody
  | TurnBody
  | DtlsBody
  | RtpBody
  | RtcpBody
  | FaxBody
  | DnsBody
  | IcmpBody
  | TlsBody
  | LogBody
  | NoticedBody;

/** The tree of a block that holds no SIP message. Spans count from the start of the block. */
export type PacketMessage = PacketBody & {
  readonly kind: 'packet';
  /** The block's text, for spans in it; what it tells stands in the body. */
  readonly content: string;
  /** What its head says that it is, such as `STUN binding request, USE-CANDIDATE`. */
  readonly title: string;
};

/** The message of one kind of block. */
export type PacketOf<Type extends PacketBody['type']> = Extract<PacketMessage, { readonly type: Type }>;

const readers: {
  readonly [Type in PacketBody['type']]: (block: BlockText) => Extract<PacketBody, { readonly type: Type }>;
} = {
  stun: readStun,
  turn: readTurn,
  dtls: readDtls,
  rtp: readRtp,
  rtcp: readRtcp,
  t38: readFax,
  dns: readDns,
  icmp: readIcmp,
  tls: readTls,
  log: readLog,
  packet: readNoticed,
};

/** Reads a block; what its octets hold is read from them, not from the lines that explain them. */
export function parsePacket(content: string): PacketMessage {
  const feed = content.indexOf('\n');
  const end = feed === -1 ? content.length : feed;
  const head = readHead(content.slice(0, content[end - 1] === '\r' ? end - 1 : end));
  if (head === null) return parseLogLine(content);
  const type = bodyTypeOf(head.kind);
  const body = readers[type]({ notes: head.notes, rest: content.slice(end) });
  return { kind: 'packet', content, title: `${type.toUpperCase()} ${head.notes}`.trimEnd(), ...body };
}

/** SIP has a tree of its own. */
function bodyTypeOf(kind: BlockKind): PacketBody['type'] {
  return kind === 'sip' ? 'packet' : kind;
}

/** A line as it stands in its log. */
function parseLogLine(content: string): PacketMessage {
  const log = readIceLogLine(content);
  return log === null
    ? { kind: 'packet', content, title: 'PACKET', type: 'packet', reason: '', detail: null, unknown: null }
    : { kind: 'packet', content, title: `LOG ${log.program}: ${log.text}`, type: 'log', log, source: '' };
}

/** The message of STUN or TURN that a message of the trace is; null where it is something else. */
export function stunOf(message: PacketMessage | { readonly kind: 'sip' | 'sdp' }): StunMessage | null {
  return message.kind === 'packet' && (message.type === 'stun' || message.type === 'turn')
    ? message.stun
    : null;
}
