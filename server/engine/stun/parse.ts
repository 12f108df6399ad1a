/** Reads STUN messages out of datagrams. It never fails: what does not fit stands in the message's problems. */
import { copyOf, toHex, toText, u16, u32, u8 } from '../basics/bytes';
import { ipv4Text, ipv6Text } from '../network/address-texts';
import {
  attributeDefinition,
  type AttributeShape,
  DATA,
  FINGERPRINT,
  MAGIC_COOKIE,
  MESSAGE_INTEGRITY,
  MESSAGE_INTEGRITY_SHA256,
} from './attributes';
import { CRC_START, crcEnd, crcOver } from './crc32';
import type { StunAttribute, StunClass, StunIntegrity, StunMessage, StunStream, StunValue } from './message';

export const STUN_HEADER = 20;
const COOKIE = 0x2112a442;
const FINGERPRINT_XOR = 0x5354554e;

const CLASSES: readonly StunClass[] = ['request', 'indication', 'success', 'error'];

const METHOD_NAMES: Readonly<Record<number, string>> = {
  1: 'binding',
  2: 'shared-secret',
  3: 'allocate',
  4: 'refresh',
  6: 'send',
  7: 'data',
  8: 'create-permission',
  9: 'channel-bind',
  10: 'connect',
  11: 'connection-bind',
  12: 'connection-attempt',
  0x80: 'goog-ping',
};

/** Message types of RFC 3489, and those that [MS-TURN] has in common with it. */
const CLASSIC_TYPES: ReadonlySet<number> = new Set([
  0x0001, 0x0101, 0x0111, 0x0002, 0x0102, 0x0112, 0x0003, 0x0103, 0x0113, 0x0004, 0x0104, 0x0114, 0x0115,
]);

/** Message types of [MS-TURN] §2.2.1 that stand for something else today; a Send has no response there. */
const MS_TURN_TYPES: ReadonlyMap<number, { readonly class: StunClass; readonly methodName: string }> =
  new Map([
    [0x0004, { class: 'request', methodName: 'send' }],
    [0x0115, { class: 'indication', methodName: 'data' }],
    [0x0006, { class: 'request', methodName: 'set-active-destination' }],
    [0x0106, { class: 'success', methodName: 'set-active-destination' }],
    [0x0116, { class: 'error', methodName: 'set-active-destination' }],
  ]);
const MS_TURN_COOKIE = 0x72c64bc6;

/** Whether the first attribute of a message is the magic cookie of [MS-TURN] (§2.2.2.8). */
export function isMsTurn(bytes: Uint8Array, start: number, end: number): boolean {
  const at = start + STUN_HEADER;
  return (
    at + 8 <= end &&
    u16(bytes, at) === MAGIC_COOKIE &&
    u16(bytes, at + 2) === 4 &&
    u32(bytes, at + 4) === MS_TURN_COOKIE
  );
}

/** Whether a message of RFC 5389 or 8489 begins here: two zero bits and the magic cookie. */
export function isStun(bytes: Uint8Array, start: number, end: number): boolean {
  return start + STUN_HEADER <= end && u8(bytes, start) < 64 && u32(bytes, start + 4) === COOKIE;
}

/**
 * Whether the octets are one message without the magic cookie: of classic STUN, or of today's with its cookie left out or
 * wrong. Nothing marks it, so all must fit: type, length, and attributes that fill it to the last octet.
 */
export function isClassicStun(bytes: Uint8Array, start: number, end: number): boolean {
  const type = u16(bytes, start);
  if (end - start < STUN_HEADER) return false;
  if (!CLASSIC_TYPES.has(type) && !(MS_TURN_TYPES.has(type) && isMsTurn(bytes, start, end))) return false;
  if (u16(bytes, start + 2) !== end - start - STUN_HEADER) return false;
  return isFilled(bytes, start, end, false) || isFilled(bytes, start, end, true);
}

/** Whether attributes fill a message. Classic STUN knows no padding (RFC 3489 §11.2), today's pads to four octets. */
function isFilled(bytes: Uint8Array, start: number, end: number, isPadded: boolean): boolean {
  let at = start + STUN_HEADER;
  while (at + 4 <= end) {
    const length = u16(bytes, at + 2);
    at += 4 + length + (isPadded ? -length & 3 : 0);
  }
  return at === end;
}

/**
 * Reads one message; null if none begins here. `end` may be behind its end, or before it.
 *
 * @param cut whether the capture left octets of its packet out: then nothing is wrong with what is missing
 */
export function parseStun(bytes: Uint8Array, start: number, end: number, cut = false): StunMessage | null {
  const classic = !isStun(bytes, start, end);
  if (classic && !isClassicStun(bytes, start, end)) return null;
  const problems: string[] = [];
  const length = u16(bytes, start + 2);
  const message = copyOf(bytes, start, Math.min(end, start + STUN_HEADER + length));
  if (message.length < STUN_HEADER + length) {
    problems.push(`the header says ${length} octets, ${message.length - STUN_HEADER} are there`);
  } else if (end - start > STUN_HEADER + length) {
    problems.push(`${end - start - STUN_HEADER - length} octets follow the message`);
  }
  const msTurn = isMsTurn(message, 0, message.length);
  if (length % 4 !== 0 && !msTurn) problems.push(`the length ${length} is not a multiple of 4`);
  const isPadded = !(classic || msTurn) || !isFilled(message, 0, message.length, false);
  for (const problem of problemsWithin(message, isPadded)) problems.push(problem);
  const isCut = cut && message.length < STUN_HEADER + length;
  return new ReadMessage(message, classic, msTurn, isPadded, isCut ? [] : problems, isCut);
}

/** A message of which each part is read when somebody asks: most want its header and one attribute. */
class ReadMessage implements StunMessage {
  readonly transactionId: string;
  #attributes: readonly StunAttribute[] | null = null;
  #fingerprint: StunMessage['fingerprint'] | null = null;

  constructor(
    readonly bytes: Uint8Array,
    readonly classic: boolean,
    readonly msTurn: boolean,
    private readonly isPadded: boolean,
    readonly problems: readonly string[],
    readonly cut: boolean,
  ) {
    this.transactionId = toHex(bytes, classic ? 4 : 8, STUN_HEADER);
  }

  get type(): number {
    return u16(this.bytes, 0);
  }

  get class(): StunClass {
    const { type } = this;
    return this.older?.class ?? CLASSES[((type >>> 7) & 2) | ((type >>> 4) & 1)] ?? 'request';
  }

  get method(): number {
    return methodOf(this.type);
  }

  get methodName(): string | null {
    return this.older?.methodName ?? METHOD_NAMES[this.method] ?? null;
  }

  get length(): number {
    return u16(this.bytes, 2);
  }

  get attributes(): readonly StunAttribute[] {
    return (this.#attributes ??= readAttributes(this.bytes, this.isPadded, this.msTurn, this.cut));
  }

  get fingerprint(): StunMessage['fingerprint'] {
    return (this.#fingerprint ??= checkFingerprint(this.bytes, this.attributes));
  }

  get integrity(): readonly StunIntegrity[] {
    return integrityOf(this.attributes, this.bytes);
  }

  private get older(): { readonly class: StunClass; readonly methodName: string } | undefined {
    return this.msTurn ? MS_TURN_TYPES.get(this.type) : undefined;
  }
}

/** Whether a message is of the method Binding: it carries no packet, as others of TURN may. */
export function isBinding(bytes: Uint8Array, start: number): boolean {
  return methodOf(u16(bytes, start)) === 1;
}

/** The class bits stand amid the method's (RFC 8489 §5). */
function methodOf(type: number): number {
  return (type & 0x000f) | ((type & 0x00e0) >>> 1) | ((type & 0x3e00) >>> 2);
}

/** What is wrong with where attributes end. */
function problemsWithin(message: Uint8Array, isPadded: boolean): readonly string[] {
  const problems: string[] = [];
  let at = STUN_HEADER;
  for (; at + 4 <= message.length; at = nextAttribute(message, at, isPadded)) {
    const length = u16(message, at + 2);
    if (at + 4 + length > message.length)
      problems.push(`an attribute of ${length} octets reaches over the message's end`);
  }
  if (at < message.length) problems.push(`${message.length - at} octets at the end are no attribute`);
  return problems;
}

/** @param cut whether the message goes on behind what is there: what a cut value says is not what was sent */
function readAttributes(
  message: Uint8Array,
  isPadded: boolean,
  msTurn: boolean,
  cut: boolean,
): readonly StunAttribute[] {
  const attributes: StunAttribute[] = [];
  for (let at = STUN_HEADER; at + 4 <= message.length; at = nextAttribute(message, at, isPadded)) {
    const attribute = new ReadAttribute(message, at, msTurn);
    if (cut && attribute.at + attribute.length > message.length) break;
    attributes.push(attribute);
  }
  return attributes;
}

/** Where the attribute behind one begins. */
function nextAttribute(message: Uint8Array, at: number, isPadded: boolean): number {
  const length = u16(message, at + 2);
  return at + 4 + length + (isPadded ? -length & 3 : 0);
}

class ReadAttribute implements StunAttribute {
  readonly type: number;
  readonly at: number;
  readonly length: number;
  #value: StunValue | null = null;

  /** @param start of its header */
  constructor(
    private readonly message: Uint8Array,
    start: number,
    private readonly msTurn: boolean,
  ) {
    this.type = u16(message, start);
    this.length = u16(message, start + 2);
    this.at = start + 4;
  }

  get name(): string | null {
    return attributeDefinition(this.type, this.msTurn)?.name ?? null;
  }

  get value(): StunValue {
    const { message, at, length } = this;
    const shape = attributeDefinition(this.type, this.msTurn)?.shape ?? 'bytes';
    return (this.#value ??= readValue(message, shape, at, Math.min(message.length, at + length)));
  }
}

/** By their numbers, [MS-TURN] §2.2.2.22. */
const STREAMS: Readonly<Record<number, StunStream>> = {
  1: 'audio',
  2: 'video',
  3: 'supplemental video',
  4: 'data',
};

function readValue(message: Uint8Array, shape: AttributeShape, from: number, to: number): StunValue {
  const length = to - from;
  const bytes = message.subarray(from, to);
  switch (shape) {
    case 'address':
    case 'xor-address':
      return readAddress(message, from, length, shape === 'xor-address') ?? { kind: 'malformed', bytes };
    case 'text':
      return { kind: 'text', text: unpadded(toText(message, from, to)) };
    case 'error':
      if (length < 4) return { kind: 'malformed', bytes };
      return {
        kind: 'error',
        code: (u8(message, from + 2) & 7) * 100 + u8(message, from + 3),
        reason: unpadded(toText(message, from + 4, to)),
      };
    case 'uint32':
      return length === 4 ? { kind: 'number', number: u32(message, from) } : { kind: 'malformed', bytes };
    case 'uint64':
      return length === 8 ? { kind: 'hex', hex: toHex(message, from, to) } : { kind: 'malformed', bytes };
    case 'flag':
      return length === 0 ? { kind: 'flag' } : { kind: 'malformed', bytes };
    case 'types': {
      const types: number[] = [];
      for (let at = from; at + 2 <= to; at += 2) types.push(u16(message, at));
      return { kind: 'types', types };
    }
    case 'channel':
      return length === 4 ? { kind: 'number', number: u16(message, from) } : { kind: 'malformed', bytes };
    case 'transport':
    case 'family':
      return length === 4 ? { kind: 'number', number: u8(message, from) } : { kind: 'malformed', bytes };
    case 'service':
      if (length !== 4) return { kind: 'malformed', bytes };
      return {
        kind: 'service',
        stream: STREAMS[u16(message, from)] ?? null,
        reliable: u16(message, from + 2) === 1,
      };
    case 'bytes':
      return { kind: 'bytes', bytes };
  }
}

/** Some count the padding into the length, as Microsoft's clients do for USERNAME. */
function unpadded(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

/** An address, exclusive-or'ed with the cookie and the transaction id (RFC 8489 §14.2) or plain. */
function readAddress(message: Uint8Array, from: number, length: number, isXored: boolean): StunValue | null {
  const family = u8(message, from + 1);
  const octets = family === 1 ? 4 : family === 2 ? 16 : 0;
  // A longer one is read as well: some pad it.
  if (octets === 0 || length < 4 + octets) return null;
  const plain = copyOf(message, from + 2, from + 4 + octets);
  if (isXored) {
    for (let at = 0; at < plain.length; at++) {
      const key = at < 2 ? u8(message, 4 + at) : u8(message, 4 + at - 2);
      plain[at] = u8(plain, at) ^ key;
    }
  }
  const address = octets === 4 ? ipv4Text(u32(plain, 2)) : ipv6Text(plain, 2);
  return { kind: 'address', family: octets === 4 ? 4 : 6, address, port: u16(plain, 0) };
}

function integrityOf(attributes: readonly StunAttribute[], message: Uint8Array): StunIntegrity[] {
  const found: StunIntegrity[] = [];
  for (const { type, at, length } of attributes) {
    if (type !== MESSAGE_INTEGRITY && type !== MESSAGE_INTEGRITY_SHA256) continue;
    const hash = type === MESSAGE_INTEGRITY ? 'sha1' : 'sha256';
    found.push({ hash, at: at - 4, value: message.subarray(at, Math.min(message.length, at + length)) });
  }
  return found;
}

/** The CRC goes over all before FINGERPRINT, with the header's length as it was sent (RFC 8489 §14.7). */
function checkFingerprint(
  message: Uint8Array,
  attributes: readonly StunAttribute[],
): StunMessage['fingerprint'] {
  const attribute = attributes.find(({ type }) => type === FINGERPRINT);
  if (attribute === undefined) return 'absent';
  if (attribute.value.kind !== 'number') return 'bad';
  const wanted = attribute.value.number;
  const isRight = (microsoft: boolean): boolean => {
    const crc = crcEnd(crcOver(CRC_START, message, 0, attribute.at - 4, microsoft));
    return (crc ^ FINGERPRINT_XOR) >>> 0 === wanted;
  };
  return isRight(false) || isRight(true) ? 'good' : 'bad';
}

/** The packet that a TURN Send or Data indication carries, or a Send request of [MS-TURN], as a place in the message; null where there is none. */
export function turnPayload(message: StunMessage): { readonly start: number; readonly end: number } | null {
  if (message.methodName !== 'send' && message.methodName !== 'data') return null;
  const data = message.attributes.find(({ type }) => type === DATA);
  if (data === undefined || data.length === 0) return null;
  return { start: data.at, end: Math.min(message.bytes.length, data.at + data.length) };
}
