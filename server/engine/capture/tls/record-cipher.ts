import { cbc, gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hmac } from '@noble/hashes/hmac.js';
import { u32, u8 } from '../../basics/bytes';
import type { HashName, Protection } from './cipher-suites';
import { hashOf } from './key-schedule';
import type { WriteKeys } from './key-schedule';
import { TLS_1_0, TLS_1_3 } from './names';

/** A record as it stands on the wire. */
export interface SealedRecord {
  readonly type: number;
  /** Of the record's header, which is not always the one of the connection. */
  readonly version: number;
  readonly fragment: Uint8Array;
  /** The last 16 octets of the record before under the same keys; null if there was none. TLS 1.0 needs them. */
  readonly previousBlock: Uint8Array | null;
}

/** A record's content. */
export interface OpenRecord {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Undoes the protection of one direction's records. */
export interface RecordCipher {
  /** The content of the record with this number; null where its tag or MAC is wrong for it. */
  open(record: SealedRecord, sequence: number): OpenRecord | null;
  /** The number that a record seems to carry; null where it shows none, or before a record was opened. */
  likelySequence(record: SealedRecord): number | null;
}

/** A cipher for one direction of a connection of this version. */
export function recordCipher(
  version: number,
  protection: Protection,
  keys: WriteKeys,
  encryptThenMac: boolean,
): RecordCipher {
  switch (protection.kind) {
    case 'gcm':
      return version === TLS_1_3 ? new Tls13Cipher(gcm, keys) : new GcmCipher(keys);
    case 'chacha20-poly1305':
      return version === TLS_1_3 ? new Tls13Cipher(chacha20poly1305, keys) : new ChaChaCipher(keys);
    case 'cbc':
      return new CbcCipher(version, protection.mac, keys, encryptThenMac);
    case 'null':
      return new NullCipher(protection.mac, keys);
  }
}

/** RFC 8446 §5.2: the nonce is not sent, and the type stands behind the content, before the padding. */
class Tls13Cipher implements RecordCipher {
  constructor(
    private readonly aead: typeof gcm | typeof chacha20poly1305,
    private readonly keys: WriteKeys,
  ) {}

  open(record: SealedRecord, sequence: number): OpenRecord | null {
    const { type, version, fragment } = record;
    const header = Uint8Array.of(
      type,
      version >> 8,
      version & 0xff,
      fragment.length >> 8,
      fragment.length & 0xff,
    );
    const plain = decrypted(() =>
      this.aead(this.keys.key, nonceOf(this.keys.iv, sequence), header).decrypt(fragment),
    );
    if (plain === null) return null;
    let end = plain.length;
    while (end > 0 && plain[end - 1] === 0) end--;
    return end === 0 ? null : { type: u8(plain, end - 1), bytes: plain.subarray(0, end - 1) };
  }

  likelySequence(): null {
    return null;
  }
}

/** AES-GCM in TLS 1.2 (RFC 5288 §3): 8 octets of the nonce are sent with each record. */
class GcmCipher implements RecordCipher {
  private known: { readonly high: number; readonly low: number; readonly sequence: number } | null = null;

  constructor(private readonly keys: WriteKeys) {}

  open(record: SealedRecord, sequence: number): OpenRecord | null {
    const { fragment, type } = record;
    if (fragment.length < EXPLICIT_NONCE + TAG) return null;
    const nonce = new Uint8Array(12);
    nonce.set(this.keys.iv);
    nonce.set(fragment.subarray(0, EXPLICIT_NONCE), 4);
    const length = fragment.length - EXPLICIT_NONCE - TAG;
    const bytes = decrypted(() =>
      gcm(this.keys.key, nonce, macHeader(sequence, record, length)).decrypt(
        fragment.subarray(EXPLICIT_NONCE),
      ),
    );
    if (bytes === null) return null;
    this.known = { high: u32(fragment, 0), low: u32(fragment, 4), sequence };
    return { type, bytes };
  }

  /** Most stacks count the sent part of the nonce up by one a record, so it tells how many records were lost. */
  likelySequence(record: SealedRecord): number | null {
    if (this.known === null || u32(record.fragment, 0) !== this.known.high) return null;
    const distance = u32(record.fragment, 4) - this.known.low;
    return distance > 0 ? this.known.sequence + distance : null;
  }
}

/** ChaCha20-Poly1305 in TLS 1.2 (RFC 7905 §2). */
class ChaChaCipher implements RecordCipher {
  constructor(private readonly keys: WriteKeys) {}

  open(record: SealedRecord, sequence: number): OpenRecord | null {
    const { fragment, type } = record;
    if (fragment.length < TAG) return null;
    const header = macHeader(sequence, record, fragment.length - TAG);
    const bytes = decrypted(() =>
      chacha20poly1305(this.keys.key, nonceOf(this.keys.iv, sequence), header).decrypt(fragment),
    );
    return bytes === null ? null : { type, bytes };
  }

  likelySequence(): null {
    return null;
  }
}

/** RFC 5246 §6.2.3.2; with the MAC outside: RFC 7366 §3. */
class CbcCipher implements RecordCipher {
  constructor(
    private readonly version: number,
    private readonly mac: HashName,
    private readonly keys: WriteKeys,
    private readonly encryptThenMac: boolean,
  ) {}

  open(record: SealedRecord, sequence: number): OpenRecord | null {
    return this.encryptThenMac ? this.openMacOutside(record, sequence) : this.openMacInside(record, sequence);
  }

  likelySequence(): null {
    return null;
  }

  private openMacOutside(record: SealedRecord, sequence: number): OpenRecord | null {
    const end = record.fragment.length - this.macLength;
    if (end <= 0) return null;
    const sealed = record.fragment.subarray(0, end);
    if (!this.macFits(record, sequence, sealed, record.fragment.subarray(end))) return null;
    const plain = this.decrypt(record, sealed);
    return plain === null ? null : { type: record.type, bytes: plain };
  }

  private openMacInside(record: SealedRecord, sequence: number): OpenRecord | null {
    const plain = this.decrypt(record, record.fragment);
    if (plain === null) return null;
    const end = plain.length - this.macLength;
    if (end < 0) return null;
    const bytes = plain.subarray(0, end);
    return this.macFits(record, sequence, bytes, plain.subarray(end)) ? { type: record.type, bytes } : null;
  }

  /** Without IV and padding; null where the padding is none. */
  private decrypt(record: SealedRecord, sealed: Uint8Array): Uint8Array | null {
    const explicit = this.version > TLS_1_0;
    const iv = explicit ? sealed.subarray(0, BLOCK) : (record.previousBlock ?? this.keys.iv);
    const blocks = explicit ? sealed.subarray(BLOCK) : sealed;
    if (iv.length < BLOCK || blocks.length === 0) return null;
    const plain = decrypted(() => cbc(this.keys.key, iv, { disablePadding: true }).decrypt(blocks));
    if (plain === null) return null;
    const padding = u8(plain, plain.length - 1);
    const end = plain.length - 1 - padding;
    if (end < 0) return null;
    return plain.subarray(end).every((octet) => octet === padding) ? plain.subarray(0, end) : null;
  }

  private get macLength(): number {
    return hashOf(this.mac).outputLen;
  }

  private macFits(record: SealedRecord, sequence: number, bytes: Uint8Array, mac: Uint8Array): boolean {
    return equal(macOf(this.mac, this.keys.macKey, record, sequence, bytes), mac);
  }
}

/** No encryption, but a MAC (RFC 5246 §6.2.3.1). */
class NullCipher implements RecordCipher {
  constructor(
    private readonly mac: HashName,
    private readonly keys: WriteKeys,
  ) {}

  open(record: SealedRecord, sequence: number): OpenRecord | null {
    const end = record.fragment.length - hashOf(this.mac).outputLen;
    if (end < 0) return null;
    const bytes = record.fragment.slice(0, end);
    const mac = macOf(this.mac, this.keys.macKey, record, sequence, bytes);
    return equal(mac, record.fragment.subarray(end)) ? { type: record.type, bytes } : null;
  }

  likelySequence(): null {
    return null;
  }
}

const TAG = 16;
const BLOCK = 16;
const EXPLICIT_NONCE = 8;

/** A wrong tag, and a length that is none of the cipher's, make the library throw. */
function decrypted(decrypt: () => Uint8Array): Uint8Array | null {
  try {
    return decrypt();
  } catch {
    return null;
  }
}

function macOf(
  mac: HashName,
  key: Uint8Array,
  record: SealedRecord,
  sequence: number,
  bytes: Uint8Array,
): Uint8Array {
  return hmac
    .create(hashOf(mac), key)
    .update(macHeader(sequence, record, bytes.length))
    .update(bytes)
    .digest();
}

/** Number, type, version and length, which every tag or MAC of TLS 1.2 and before covers. */
function macHeader(sequence: number, record: SealedRecord, length: number): Uint8Array {
  const header = new Uint8Array(13);
  writeSequence(header, 0, sequence);
  header[8] = record.type;
  header[9] = record.version >> 8;
  header[10] = record.version & 0xff;
  header[11] = length >> 8;
  header[12] = length & 0xff;
  return header;
}

/** The IV with the record's number over its last 8 octets (RFC 8446 §5.3, RFC 7905 §2). */
function nonceOf(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = new Uint8Array(12);
  writeSequence(nonce, 4, sequence);
  iv.forEach((octet, at) => {
    nonce[at] = u8(nonce, at) ^ octet;
  });
  return nonce;
}

function writeSequence(bytes: Uint8Array, at: number, sequence: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  view.setUint32(0, Math.floor(sequence / 2 ** 32));
  view.setUint32(4, sequence >>> 0);
}

function equal(first: Uint8Array, second: Uint8Array): boolean {
  return first.length === second.length && first.every((octet, at) => octet === second[at]);
}
