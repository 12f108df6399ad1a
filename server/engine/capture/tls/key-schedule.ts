import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import type { CHash } from '@noble/hashes/utils.js';
import type { CipherSuite, HashName, Protection } from './cipher-suites';
import { TLS_1_2 } from './names';

/** What the records of one direction are under. */
export interface WriteKeys {
  /** Empty where the cipher needs none: it authenticates by itself. */
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/** The hash that a name stands for. */
export function hashOf(name: HashName): CHash {
  return HASHES[name];
}

/** How the key derivation of TLS 1.2 and before is done: by hash from TLS 1.2 on, with MD5 and SHA-1 before. */
export type Prf = 'md5-sha1' | 'sha256' | 'sha384';

export function prfOf(version: number, suite: CipherSuite): Prf {
  return version < TLS_1_2 ? 'md5-sha1' : suite.hash;
}

/** The master secret out of a premaster secret (RFC 5246 §8.1). */
export function masterFromRandoms(
  kind: Prf,
  premaster: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Uint8Array {
  return prf(kind, premaster, 'master secret', [clientRandom, serverRandom], 48);
}

/** The extended master secret: it depends on all messages up to the ClientKeyExchange (RFC 7627 §4). */
export function masterFromTranscript(
  kind: Prf,
  premaster: Uint8Array,
  messages: readonly Uint8Array[],
): Uint8Array {
  const digest = (hash: CHash): Uint8Array => {
    const running = hash.create();
    for (const message of messages) running.update(message);
    return running.digest();
  };
  const sessionHash = kind === 'md5-sha1' ? [digest(md5), digest(sha1)] : [digest(hashOf(kind))];
  return prf(kind, premaster, 'extended master secret', sessionHash, 48);
}

/** The keys of both directions out of a master secret (RFC 5246 §6.3). */
export function keysFromMaster(
  version: number,
  suite: CipherSuite,
  protection: Protection,
  master: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): { readonly client: WriteKeys; readonly server: WriteKeys } {
  const macLength = 'mac' in protection ? hashOf(protection.mac).outputLen : 0;
  const keyLength = protection.kind === 'null' ? 0 : protection.keyLength;
  const ivLength = IV_LENGTHS[protection.kind];
  const block = prf(
    prfOf(version, suite),
    master,
    'key expansion',
    [serverRandom, clientRandom],
    2 * (macLength + keyLength + ivLength),
  );
  const keys = (side: 0 | 1): WriteKeys => {
    const part = (before: number, length: number): Uint8Array =>
      block.slice(2 * before + side * length, 2 * before + (side + 1) * length);
    return {
      macKey: part(0, macLength),
      key: part(macLength, keyLength),
      iv: part(macLength + keyLength, ivLength),
    };
  };
  return { client: keys(0), server: keys(1) };
}

/** The keys of one direction out of a traffic secret of TLS 1.3 (RFC 8446 §7.3). */
export function keysFromTrafficSecret(
  suite: CipherSuite,
  protection: Protection,
  secret: Uint8Array,
): WriteKeys {
  const keyLength = protection.kind === 'null' ? 0 : protection.keyLength;
  return {
    macKey: new Uint8Array(0),
    key: expandLabel(suite.hash, secret, 'key', keyLength),
    iv: expandLabel(suite.hash, secret, 'iv', 12),
  };
}

/** The traffic secret that a KeyUpdate puts in place of another one (RFC 8446 §7.2). */
export function nextTrafficSecret(suite: CipherSuite, secret: Uint8Array): Uint8Array {
  return expandLabel(suite.hash, secret, 'traffic upd', secret.length);
}

const HASHES: Readonly<Record<HashName, CHash>> = { md5, sha1, sha256, sha384 };

/** What the key derivation gives: the whole first IV for CBC (TLS 1.0 alone uses it), a part of each for GCM. */
const IV_LENGTHS = { gcm: 4, 'chacha20-poly1305': 12, cbc: 16, null: 0 };

/** RFC 5246 §5; MD5 and SHA-1 together: RFC 2246 §5. */
function prf(
  kind: Prf,
  secret: Uint8Array,
  label: string,
  seeds: readonly Uint8Array[],
  length: number,
): Uint8Array {
  const seed = concatenated([ascii(label), ...seeds]);
  if (kind !== 'md5-sha1') return pHash(hashOf(kind), secret, seed, length);
  const half = Math.ceil(secret.length / 2);
  const bytes = pHash(md5, secret.subarray(0, half), seed, length);
  pHash(sha1, secret.subarray(secret.length - half), seed, length).forEach((octet, at) => {
    bytes[at] = (bytes[at] ?? 0) ^ octet;
  });
  return bytes;
}

function pHash(hash: CHash, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let a = seed;
  for (let at = 0; at < length; at += hash.outputLen) {
    a = hmac(hash, secret, a);
    const block = hmac(hash, secret, concatenated([a, seed]));
    bytes.set(block.subarray(0, Math.min(block.length, length - at)), at);
  }
  return bytes;
}

/** HKDF-Expand-Label without a context (RFC 8446 §7.1). */
function expandLabel(hash: HashName, secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = ascii(`tls13 ${label}`);
  const info = concatenated([Uint8Array.of(length >> 8, length & 0xff, name.length), name, Uint8Array.of(0)]);
  return expand(hashOf(hash), secret, info, length);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
