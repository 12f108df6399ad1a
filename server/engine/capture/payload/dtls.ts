/** DTLS records (RFC 6347 §4.1, RFC 9147 §4), as far as they are not encrypted. */
import { u16, u32, u8 } from '../../basics/bytes';

export interface DtlsRecord {
  readonly contentType: number;
  /** `handshake`, `alert` …; null for a number that is not assigned. */
  readonly contentName: string | null;
  /** 0xfeff is DTLS 1.0, 0xfefd 1.2. */
  readonly version: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly length: number;
  /** What an unencrypted handshake record holds, such as `client_hello`; empty for any other record. */
  readonly handshakes: readonly string[];
  /** Of an unencrypted alert. */
  readonly alert: { readonly fatal: boolean; readonly description: number } | null;
}

const CONTENT_NAMES: Readonly<Record<number, string>> = {
  20: 'change_cipher_spec',
  21: 'alert',
  22: 'handshake',
  23: 'application_data',
  24: 'heartbeat',
  25: 'tls12_cid',
  26: 'ack',
};

const HANDSHAKE_NAMES: Readonly<Record<number, string>> = {
  0: 'hello_request',
  1: 'client_hello',
  2: 'server_hello',
  3: 'hello_verify_request',
  4: 'new_session_ticket',
  8: 'encrypted_extensions',
  11: 'certificate',
  12: 'server_key_exchange',
  13: 'certificate_request',
  14: 'server_hello_done',
  15: 'certificate_verify',
  16: 'client_key_exchange',
  20: 'finished',
  21: 'certificate_url',
  22: 'certificate_status',
  23: 'supplemental_data',
};

const HEADER = 13;

/** Whether a DTLS record begins here. */
export function isDtls(bytes: Uint8Array, start: number, end: number): boolean {
  const version = u16(bytes, start + 1);
  return (
    start + HEADER <= end &&
    CONTENT_NAMES[u8(bytes, start)] !== undefined &&
    (version === 0xfeff || version === 0xfefd || version === 0xfefc || version === 0x0100)
  );
}

/** The records of a datagram; one that is cut off ends the list. */
export function readDtls(bytes: Uint8Array, start: number, end: number): readonly DtlsRecord[] {
  const records: DtlsRecord[] = [];
  let at = start;
  while (isDtls(bytes, at, end)) {
    const contentType = u8(bytes, at);
    const epoch = u16(bytes, at + 3);
    // A record with a connection id has a longer header, of which the length is not known from here.
    const length = u16(bytes, at + 11);
    const body = at + HEADER;
    const bodyEnd = Math.min(end, body + length);
    const isPlain = epoch === 0;
    records.push({
      contentType,
      contentName: CONTENT_NAMES[contentType] ?? null,
      version: u16(bytes, at + 1),
      epoch,
      sequence: u16(bytes, at + 5) * 2 ** 32 + u32(bytes, at + 7),
      length,
      handshakes: isPlain && contentType === 22 ? handshakes(bytes, body, bodyEnd) : [],
      alert:
        isPlain && contentType === 21 && length === 2
          ? { fatal: u8(bytes, body) === 2, description: u8(bytes, body + 1) }
          : null,
    });
    at = body + length;
  }
  return records;
}

/** Names of the handshake messages, of which only the first fragment counts. */
function handshakes(bytes: Uint8Array, start: number, end: number): string[] {
  const names: string[] = [];
  let at = start;
  while (at + 12 <= end) {
    const fragmentOffset = (u8(bytes, at + 6) << 16) | u16(bytes, at + 7);
    const name = HANDSHAKE_NAMES[u8(bytes, at)];
    if (name === undefined) break;
    if (fragmentOffset === 0) names.push(name);
    at += 12 + ((u8(bytes, at + 9) << 16) | u16(bytes, at + 10));
  }
  return names;
}
