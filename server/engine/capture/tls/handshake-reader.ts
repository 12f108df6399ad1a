import { u8 } from '../../basics/bytes';

/** A handshake message: its type, and the message with its header of 4 octets. */
export interface HandshakeMessage {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Types of handshake messages (RFC 5246 §7.4, RFC 8446 §4). */
export const HELLO_REQUEST = 0;
export const CLIENT_HELLO = 1;
export const SERVER_HELLO = 2;
export const ENCRYPTED_EXTENSIONS = 8;
export const SERVER_HELLO_DONE = 14;
export const CLIENT_KEY_EXCHANGE = 16;
export const FINISHED = 20;
export const KEY_UPDATE = 24;

/**
 * Puts the handshake messages of one direction together: several may stand in a record, and one may run over
 * several records. A message longer than {@link LONGEST_MESSAGE} is passed over.
 */
export class HandshakeReader {
  private pending: Uint8Array[] = [];
  private pendingLength = 0;
  /** Octets of the message that has begun; 4 while its header is not whole. */
  private wanted = HEADER;
  private toSkip = 0;
  private broken = false;

  /** Whether the next octet begins a message. */
  get atStart(): boolean {
    return !this.broken && this.toSkip === 0 && this.pendingLength === 0;
  }

  get held(): number {
    return this.pendingLength;
  }

  /** Says that octets were lost: nothing is read until {@link restart}. */
  lose(): void {
    this.restart();
    this.broken = true;
  }

  /** Begins again, as with the first record under new keys. */
  restart(): void {
    this.keep(EMPTY);
    this.toSkip = 0;
    this.broken = false;
  }

  /** The messages that a record's octets complete. */
  read(fragment: Uint8Array): readonly HandshakeMessage[] {
    if (this.broken) return [];
    const skipped = Math.min(this.toSkip, fragment.length);
    this.toSkip -= skipped;
    this.pending.push(fragment.slice(skipped));
    this.pendingLength += fragment.length - skipped;
    return this.pendingLength < this.wanted ? [] : this.take(joined(this.pending, this.pendingLength));
  }

  private take(bytes: Uint8Array): readonly HandshakeMessage[] {
    const messages: HandshakeMessage[] = [];
    let at = 0;
    while (bytes.length - at >= HEADER) {
      const length = messageLength(bytes, at);
      const rest = bytes.length - at;
      if (length <= rest) {
        messages.push({ type: u8(bytes, at), bytes: bytes.subarray(at, at + length) });
        at += length;
      } else if (length > LONGEST_MESSAGE) {
        this.toSkip = length - rest;
        at = bytes.length;
      } else {
        break;
      }
    }
    this.keep(bytes.subarray(at));
    return messages;
  }

  private keep(rest: Uint8Array): void {
    this.pending = rest.length === 0 ? [] : [rest.slice()];
    this.pendingLength = rest.length;
    this.wanted = rest.length < HEADER ? HEADER : messageLength(rest, 0);
  }
}

const HEADER = 4;
const EMPTY = new Uint8Array(0);

/** A hello is a few hundred octets, a chain of certificates a few thousand. */
const LONGEST_MESSAGE = 1 << 16;

function messageLength(bytes: Uint8Array, at: number): number {
  return HEADER + ((u8(bytes, at + 1) << 16) | (u8(bytes, at + 2) << 8) | u8(bytes, at + 3));
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return first;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
