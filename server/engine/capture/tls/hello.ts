import { toHex, toText, u16, u8 } from '../../basics/bytes';
import { TLS_1_3 } from './names';

/** What a ClientHello tells (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2). */
export interface ClientHello {
  /** 32 octets. */
  readonly random: Uint8Array;
  /** The host that the client wants to talk to (RFC 6066 §3). */
  readonly serverName: string | null;
  /** The protocols that the client offers (RFC 7301). */
  readonly alpn: readonly string[];
  /** Data may follow at once, under a secret that is not read here (RFC 8446 §4.2.10). */
  readonly earlyData: boolean;
}

/** What a ServerHello tells (RFC 5246 §7.4.1.3, RFC 8446 §4.1.3). */
export interface ServerHello {
  /** 32 octets. */
  readonly random: Uint8Array;
  readonly version: number;
  /** Lower case hexadecimal digits; may be empty. */
  readonly sessionId: string;
  readonly cipherSuite: number;
  readonly compressed: boolean;
  readonly alpn: string | null;
  readonly encryptThenMac: boolean;
  readonly extendedMasterSecret: boolean;
  /** It only asks for another ClientHello; no keys come of it. */
  readonly retry: boolean;
}

/** Reads the body of a ClientHello; null where it is cut off before the extensions. */
export function parseClientHello(body: Uint8Array): ClientHello | null {
  const sessionIdEnd = 35 + u8(body, 34);
  const suitesEnd = sessionIdEnd + 2 + u16(body, sessionIdEnd);
  const compressionEnd = suitesEnd + 1 + u8(body, suitesEnd);
  if (compressionEnd > body.length) return null;
  let serverName: string | null = null;
  let alpn: readonly string[] = [];
  let earlyData = false;
  for (const { type, value } of extensions(body, compressionEnd)) {
    if (type === SERVER_NAME) serverName = readServerName(value);
    else if (type === ALPN) alpn = readProtocols(value);
    else if (type === EARLY_DATA) earlyData = true;
  }
  return { random: body.slice(2, 34), serverName, alpn, earlyData };
}

/** Reads the body of a ServerHello; null where it is cut off before the extensions. */
export function parseServerHello(body: Uint8Array): ServerHello | null {
  const sessionIdEnd = 35 + u8(body, 34);
  if (sessionIdEnd + 3 > body.length) return null;
  const random = body.slice(2, 34);
  let version = u16(body, 0);
  let alpn: string | null = null;
  let encryptThenMac = false;
  let extendedMasterSecret = false;
  for (const { type, value } of extensions(body, sessionIdEnd + 3)) {
    if (type === SUPPORTED_VERSIONS && value.length === 2) version = u16(value, 0);
    else if (type === ALPN) alpn = readProtocols(value)[0] ?? null;
    else if (type === ENCRYPT_THEN_MAC) encryptThenMac = true;
    else if (type === EXTENDED_MASTER_SECRET) extendedMasterSecret = true;
  }
  return {
    random,
    version,
    sessionId: toHex(body, 35, sessionIdEnd),
    cipherSuite: u16(body, sessionIdEnd),
    compressed: u8(body, sessionIdEnd + 2) !== 0,
    alpn,
    encryptThenMac,
    extendedMasterSecret,
    retry: version === TLS_1_3 && toHex(random) === RETRY_RANDOM,
  };
}

/** The protocol that a server of TLS 1.3 chose: it stands in its EncryptedExtensions. */
export function alpnOfEncryptedExtensions(body: Uint8Array): string | null {
  for (const { type, value } of extensions(body, 0)) {
    if (type === ALPN) return readProtocols(value)[0] ?? null;
  }
  return null;
}

interface Extension {
  readonly type: number;
  readonly value: Uint8Array;
}

function* extensions(body: Uint8Array, start: number): Generator<Extension> {
  const end = Math.min(body.length, start + 2 + u16(body, start));
  let at = start + 2;
  while (at + 4 <= end) {
    const valueEnd = at + 4 + u16(body, at + 2);
    if (valueEnd > end) return;
    yield { type: u16(body, at), value: body.subarray(at + 4, valueEnd) };
    at = valueEnd;
  }
}

/** A list of names, of which only host names (type 0) were ever defined. */
function readServerName(value: Uint8Array): string | null {
  const end = 5 + u16(value, 3);
  if (u8(value, 2) !== 0 || end > value.length || end === 5) return null;
  return toText(value, 5, end);
}

function readProtocols(value: Uint8Array): readonly string[] {
  const names: string[] = [];
  let at = 2;
  while (at < value.length) {
    const end = at + 1 + u8(value, at);
    if (end > value.length) break;
    names.push(toText(value, at + 1, end));
    at = end;
  }
  return names;
}

const SERVER_NAME = 0;
const ALPN = 16;
const ENCRYPT_THEN_MAC = 22;
const EXTENDED_MASTER_SECRET = 23;
const EARLY_DATA = 42;
const SUPPORTED_VERSIONS = 43;

/** The random that makes a ServerHello a HelloRetryRequest (RFC 8446 §4.1.3). */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
