import { hexToBytes } from '../../basics/bytes';

/** The secrets of a TLS 1.3 connection that its records are under. */
export type TrafficSecret =
  | 'CLIENT_HANDSHAKE_TRAFFIC_SECRET'
  | 'SERVER_HANDSHAKE_TRAFFIC_SECRET'
  | 'CLIENT_TRAFFIC_SECRET_0'
  | 'SERVER_TRAFFIC_SECRET_0';

/** Reads the text of a key log; see {@link KeyLog}. */
export function parseKeyLog(text: string): KeyLog {
  const log = new KeyLog();
  log.add(text);
  return log;
}

/**
 * The secrets that a TLS stack wrote down with `SSLKEYLOGFILE` (RFC 9850, and the older lines of NSS). What a
 * secret belongs to, a client random above all, is given as lower case hexadecimal digits. Lines may be added while
 * a capture is read: connections look again for a key that was not there before.
 */
export class KeyLog {
  private readonly secrets = new Map<string, Uint8Array>();
  private badLines = 0;

  /** Secrets that can be of use here, each one counted once. */
  get secretCount(): number {
    return this.secrets.size;
  }

  /** Lines that are neither comments nor secrets: cut off, or of another file altogether. */
  get badLineCount(): number {
    return this.badLines;
  }

  /** Takes more lines. Labels that are of no use here, such as EXPORTER_SECRET, are passed over. */
  add(text: string): void {
    let start = 0;
    while (start < text.length) {
      const lineFeed = text.indexOf('\n', start);
      const end = lineFeed < 0 ? text.length : lineFeed;
      this.addLine(text, start, end);
      start = end + 1;
    }
  }

  /** The 48 octets of the master secret of TLS 1.2 and before, by client random or by session id. */
  masterSecret(clientRandom: string, sessionId: string): Uint8Array | null {
    return (
      this.secrets.get(`CLIENT_RANDOM ${clientRandom}`) ??
      this.secrets.get(`RSA Session-ID:${sessionId}`) ??
      null
    );
  }

  /** What the master secret is made of, by client random or by the first 8 octets of its encrypted form. */
  premasterSecret(clientRandom: string, encryptedStart: string): Uint8Array | null {
    return (
      this.secrets.get(`PMS_CLIENT_RANDOM ${clientRandom}`) ??
      this.secrets.get(`RSA ${encryptedStart}`) ??
      null
    );
  }

  /** A secret of TLS 1.3: 32 or 48 octets, as long as the cipher suite's hash. */
  trafficSecret(secret: TrafficSecret, clientRandom: string): Uint8Array | null {
    return this.secrets.get(`${secret} ${clientRandom}`) ?? null;
  }

  private addLine(text: string, start: number, end: number): void {
    if (end - start > LONGEST_LINE) {
      this.badLines++;
      return;
    }
    // A byte order mark, which Windows editors write, is white space to `trim`.
    const line = text.slice(start, end).trim();
    if (line === '' || line.startsWith('#')) return;
    const [label = '', id = '', value = '', more] = line.split(WHITE_SPACE);
    if (more !== undefined || !this.addSecret(label, id, value)) this.badLines++;
  }

  /** False where the line is not as its label demands. */
  private addSecret(label: string, id: string, value: string): boolean {
    if (label === 'RSA' && id.startsWith('Session-ID:') && value.startsWith('Master-Key:')) {
      const sessionId = hexToBytes(id.slice('Session-ID:'.length));
      const master = hexToBytes(value.slice('Master-Key:'.length));
      if (sessionId === null || sessionId.length === 0 || master?.length !== MASTER_SECRET) return false;
      this.secrets.set(`RSA Session-ID:${id.slice('Session-ID:'.length).toLowerCase()}`, master);
      return true;
    }
    const idBytes = hexToBytes(id);
    const secret = hexToBytes(value);
    if (idBytes === null || secret === null || secret.length === 0) return false;
    const form = FORMS.get(label);
    if (form === undefined) return ANY_LABEL.test(label);
    if (idBytes.length !== form.id || !form.secret.includes(secret.length)) return false;
    this.secrets.set(`${label} ${id.toLowerCase()}`, secret);
    return true;
  }
}

const LONGEST_LINE = 4096;
const WHITE_SPACE = /\s+/;
const ANY_LABEL = /^[A-Z][A-Z0-9_]*$/;
const CLIENT_RANDOM = 32;
const MASTER_SECRET = 48;

/** How many octets each label's two values have. A Diffie-Hellman premaster is as long as its group. */
const FORMS: ReadonlyMap<string, { readonly id: number; readonly secret: readonly number[] }> = new Map([
  ['CLIENT_RANDOM', { id: CLIENT_RANDOM, secret: [MASTER_SECRET] }],
  ['PMS_CLIENT_RANDOM', { id: CLIENT_RANDOM, secret: [32, 48, 56, 66, 128, 192, 256, 384, 512] }],
  ['RSA', { id: 8, secret: [MASTER_SECRET] }],
  ['CLIENT_HANDSHAKE_TRAFFIC_SECRET', { id: CLIENT_RANDOM, secret: [32, 48] }],
  ['SERVER_HANDSHAKE_TRAFFIC_SECRET', { id: CLIENT_RANDOM, secret: [32, 48] }],
  ['CLIENT_TRAFFIC_SECRET_0', { id: CLIENT_RANDOM, secret: [32, 48] }],
  ['SERVER_TRAFFIC_SECRET_0', { id: CLIENT_RANDOM, secret: [32, 48] }],
]);
