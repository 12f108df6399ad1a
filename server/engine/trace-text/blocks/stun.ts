/** A STUN or TURN message, and TURN's channel data. What the octets hold is explained for people, and read from them. */
import type { ChannelDataEvent, StunEvent } from '../../capture/events';
import { ERROR_CODE, USE_CANDIDATE } from '../../stun/attributes';
import { hasStunAttribute, stunValue, type StunAttribute, type StunMessage } from '../../stun/message';
import { parseStun } from '../../stun/parse';
import { endpointText } from '../../text/endpoint';
import { lineBehind, octetsIn, writeBlock, writeOctets, type BlockText } from './block';

export interface StunBody {
  readonly type: 'stun';
  /** Null where the block's octets are none. */
  readonly stun: StunMessage | null;
  /** The first thing that the capture's reader found wrong: it saw what stands behind the message, too. */
  readonly problem: string | null;
}

export interface TurnBody extends Omit<StunBody, 'type'> {
  readonly type: 'turn';
  /** Of channel data, which is no message: `0x4001`. */
  readonly channel: string | null;
}

/** Writes the block of a message. */
export function writeStun({ carrier, message }: StunEvent): string {
  const isTurn = message.methodName !== 'binding' && message.methodName !== null;
  const notes = [
    `${message.methodName ?? `method ${message.method}`} ${message.class}`,
    ...(message.msTurn ? ['MS-TURN'] : message.classic ? ['classic'] : []),
    // What an ICE check is about, where grep and the eye find it.
    ...(hasStunAttribute(message, USE_CANDIDATE) ? ['USE-CANDIDATE'] : []),
    ...errorNote(message),
    ...(message.cut ? ['cut'] : []),
  ];
  return writeBlock(carrier, isTurn ? 'turn' : 'stun', notes, [
    `transaction ${message.transactionId}`,
    ...message.attributes.map((attribute) => attributeLine(attribute, message)),
    ...message.problems.map((problem) => `${problemMark}${problem}`),
    writeOctets(message.bytes),
  ]);
}

/** Writes the block of channel data. */
export function writeChannelData({ carrier, length, channel, session }: ChannelDataEvent): string {
  const lines = session === null ? [] : [`session ${session}`];
  return writeBlock(
    carrier,
    'turn',
    [`channel data, ${length} octets`],
    [`${channelMark}0x${channel.toString(16)}`, ...lines],
  );
}

const problemMark = 'problem ';
const channelMark = 'channel ';

function errorNote(message: StunMessage): readonly string[] {
  const error = stunValue(message, ERROR_CODE);
  return error?.kind === 'error' ? [String(error.code)] : [];
}

function attributeLine(attribute: StunAttribute, { fingerprint }: StunMessage): string {
  const name = attribute.name ?? `0x${attribute.type.toString(16).padStart(4, '0')}`;
  if (name === 'FINGERPRINT') return `${name} ${fingerprint}`;
  const { value } = attribute;
  switch (value.kind) {
    case 'address':
      return `${name} ${endpointText(value)}`;
    case 'text':
      return `${name} ${value.text}`;
    case 'error':
      return `${name} ${value.code} ${value.reason}`;
    case 'number':
      return `${name} ${value.number}`;
    case 'hex':
      return `${name} ${value.hex}`;
    case 'flag':
      return name;
    case 'service':
      return `${name} ${value.stream ?? 'unknown stream'}, ${value.reliable ? 'reliable' : 'best effort'}`;
    case 'types':
      return `${name} ${value.types.map((type) => `0x${type.toString(16).padStart(4, '0')}`).join(' ')}`;
    case 'bytes':
      return `${name} ${value.bytes.length} octets`;
    case 'malformed':
      return `${name} malformed, ${value.bytes.length} octets`;
  }
}

/** Reads a block of STUN. */
export function readStun(block: BlockText): StunBody {
  return { type: 'stun', stun: messageIn(block), problem: lineBehind(block, problemMark) };
}

/** Reads a block of TURN. */
export function readTurn(block: BlockText): TurnBody {
  const channel = /^0x[0-9a-f]{4}$/.exec(lineBehind(block, channelMark) ?? '')?.[0] ?? null;
  return { ...readStun(block), type: 'turn', channel };
}

function messageIn(block: BlockText): StunMessage | null {
  const bytes = octetsIn(block);
  // What the packet is wrapped in may stand behind it.
  const isCut = block.notes.split(', ').includes('cut');
  return bytes === null ? null : parseStun(bytes, 0, bytes.length, isCut);
}
