/** MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256: whether a message was made with a password (RFC 8489 §14.5, §14.6). */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { StunIntegrity, StunMessage } from './message';
import { STUN_HEADER } from './parse';

const ATTRIBUTE_HEADER = 4;
/** SHA-256 may be cut to whole words, not below sixteen octets. */
const SHORTEST_SHA256 = 16;
/** Octets that both hashes take at once. */
const BLOCK = 64;
const encoder = new TextEncoder();

/** Which of a message's attributes counts: the one with the stronger hash (RFC 8489 §9.1.3); null where it has none. */
export function decidingIntegrity({ integrity }: StunMessage): StunIntegrity | null {
  return integrity.find(({ hash }) => hash === 'sha256') ?? integrity[0] ?? null;
}

/** An ICE password, or the octets of a long-term key, prepared once for many messages. */
export class StunKey {
  private readonly octets: Uint8Array;
  private readonly keyed = new Map<StunIntegrity['hash'], KeyedHash>();

  constructor(key: string | Uint8Array) {
    this.octets = typeof key === 'string' ? encoder.encode(key) : key;
  }

  /**
   * Whether a message's integrity was made with the key. It covers what stands before the attribute, with a header
   * whose length counts up to the attribute's end.
   */
  hasSigned({ bytes }: StunMessage, { hash, at, value }: StunIntegrity): boolean {
    const full = hash === 'sha1' ? sha1.outputLen : sha256.outputLen;
    const isWhole = value.length === full;
    const isCut = hash === 'sha256' && value.length >= SHORTEST_SHA256 && value.length % 4 === 0;
    if (!isWhole && !(isCut && value.length < full)) return false;
    header.set(bytes.subarray(0, STUN_HEADER));
    const length = at + ATTRIBUTE_HEADER + value.length - STUN_HEADER;
    header[2] = length >>> 8;
    header[3] = length & 0xff;
    let keyed = this.keyed.get(hash);
    if (keyed === undefined) {
      keyed = new KeyedHash(hash, this.octets);
      this.keyed.set(hash, keyed);
    }
    const mac = keyed.of(header, bytes.subarray(STUN_HEADER, at));
    return value.every((octet, index) => octet === mac[index]);
  }
}

/** The header of the message that is looked at, as it was when it was signed. */
const header = new Uint8Array(STUN_HEADER);

/** Keys by password, each prepared once. */
export class StunKeys {
  private readonly keys = new Map<string, StunKey>();

  of(password: string): StunKey {
    let key = this.keys.get(password);
    if (key === undefined) {
      key = new StunKey(password);
      this.keys.set(password, key);
    }
    return key;
  }
}

/** As much as is used of a hash of the library. */
interface Hash {
  clone(): Hash;
  update(octets: Uint8Array): Hash;
  digest(): Uint8Array;
}

/** HMAC (RFC 2104) of which the key's part is done: it is half of the work for a message of two blocks. */
class KeyedHash {
  private readonly inner: Hash;
  private readonly outer: Hash;

  constructor(hash: StunIntegrity['hash'], key: Uint8Array) {
    const kind = hash === 'sha1' ? sha1 : sha256;
    const block = new Uint8Array(BLOCK);
    block.set(key.length > BLOCK ? kind(key) : key);
    this.inner = kind.create().update(block.map((octet) => octet ^ 0x36));
    this.outer = kind.create().update(block.map((octet) => octet ^ 0x5c));
  }

  of(...parts: readonly Uint8Array[]): Uint8Array {
    const inner = this.inner.clone();
    for (const part of parts) inner.update(part);
    return this.outer.clone().update(inner.digest()).digest();
  }
}
