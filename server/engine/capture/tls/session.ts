import { toHex, u16 } from '../../basics/bytes';
import { cipherSuite } from './cipher-suites';
import type { CipherSuite, Protection } from './cipher-suites';
import type { HandshakeMessage } from './handshake-reader';
import { CLIENT_KEY_EXCHANGE, FINISHED, SERVER_HELLO_DONE } from './handshake-reader';
import type { ClientHello, ServerHello } from './hello';
import type { KeyLog, TrafficSecret } from './key-log';
import {
  hashOf,
  keysFromMaster,
  keysFromTrafficSecret,
  masterFromRandoms,
  masterFromTranscript,
  nextTrafficSecret,
  prfOf,
} from './key-schedule';
import type { WriteKeys } from './key-schedule';
import { TLS_1_0, TLS_1_3, versionName } from './names';
import { recordCipher } from './record-cipher';
import type { RecordCipher } from './record-cipher';

export type Role = 'client' | 'server';

/** One handshake and what comes of it. A renegotiation makes another session on the same connection. */
export class Session {
  server: ServerHello | null = null;
  suite: CipherSuite | null = null;
  alpn: string | null = null;
  /** The server asked for another ClientHello (RFC 8446 §4.1.4), which only TLS 1.3 does. */
  retried = false;
  /** The server's hello is done and the client's keys are to come: the server's records wait for them. */
  awaitsKeyExchange = false;
  /** Lower case hexadecimal digits; null where the ClientHello was not seen. */
  readonly clientRandom: string | null;
  private readonly clientRandomBytes: Uint8Array;
  private encryptedPremaster = '';
  private keys: { readonly client: WriteKeys; readonly server: WriteKeys } | null = null;
  private extendedMaster: Uint8Array | null = null;
  /** For the extended master secret; let go of with the ClientKeyExchange. */
  private transcript: { client: Uint8Array[]; server: Uint8Array[]; length: number } | null;

  constructor(
    readonly hello: ClientHello | null,
    private readonly keyLog: KeyLog | null,
  ) {
    this.clientRandom = hello === null ? null : toHex(hello.random);
    this.clientRandomBytes = hello?.random ?? new Uint8Array(32);
    this.transcript = keyLog === null || hello === null ? null : { client: [], server: [], length: 0 };
  }

  get held(): number {
    return this.transcript?.length ?? 0;
  }

  get isTls13(): boolean {
    return this.retried || this.server?.version === TLS_1_3;
  }

  /** Takes a ServerHello that is no request for another ClientHello. */
  accept(server: ServerHello): void {
    this.server = server;
    this.suite = cipherSuite(server.cipherSuite);
    this.alpn = server.alpn;
    if (server.version === TLS_1_3 || !server.extendedMasterSecret) this.transcript = null;
  }

  /** Takes each message of this handshake, the hellos as well. */
  note(role: Role, message: HandshakeMessage): void {
    if (message.type === SERVER_HELLO_DONE) this.awaitsKeyExchange = true;
    if (message.type !== FINISHED) this.keepForTranscript(role, message.bytes);
    if (message.type === CLIENT_KEY_EXCHANGE && role === 'client') this.takeKeyExchange(message.bytes);
  }

  /** What of the chosen version and suite is not known here, as words for `… is not supported`; null if nothing. */
  get unsupported(): string | null {
    if (this.server === null || this.suite === null) return null;
    const { version, compressed } = this.server;
    if (version < TLS_1_0 || version > TLS_1_3) return versionName(version);
    if (this.suite.protection === null) return `cipher suite ${this.suite.name}`;
    const { kind } = this.suite.protection;
    if (this.isTls13 && (kind === 'cbc' || kind === 'null')) {
      return `cipher suite ${this.suite.name} with TLS 1.3`;
    }
    return compressed ? 'TLS compression' : null;
  }

  /** The cipher of a direction up to TLS 1.2; null where the key log has no secret for it. */
  cipher(role: Role): RecordCipher | null {
    const { server, suite } = this;
    const protection = this.protection;
    if (server === null || suite === null || protection === null) return null;
    this.keys ??= this.findKeys(server, suite, protection);
    if (this.keys === null) return null;
    return recordCipher(server.version, protection, this.keys[role], server.encryptThenMac);
  }

  /** A secret of TLS 1.3; null where the key log has none, or one that cannot be of this suite. */
  trafficSecret(role: Role, stage: 'handshake' | 'application'): Uint8Array | null {
    if (this.clientRandom === null) return null;
    const secret = this.keyLog?.trafficSecret(TRAFFIC_SECRETS[role][stage], this.clientRandom) ?? null;
    return secret?.length === (this.suite?.hash === 'sha384' ? 48 : 32) ? secret : null;
  }

  /** The cipher of a direction of TLS 1.3. */
  trafficCipher(secret: Uint8Array): RecordCipher | null {
    const { suite } = this;
    const protection = this.protection;
    if (suite === null || protection === null) return null;
    return recordCipher(TLS_1_3, protection, keysFromTrafficSecret(suite, protection, secret), false);
  }

  /** TLS 1.0 chains each record to the last block of the one before. */
  get chainsRecords(): boolean {
    return this.server?.version === TLS_1_0 && this.suite?.protection?.kind === 'cbc';
  }

  /** What the next record is chained to; null where nothing is chained. */
  lastBlock(fragment: Uint8Array): Uint8Array | null {
    const protection = this.suite?.protection;
    if (!this.chainsRecords || protection?.kind !== 'cbc') return null;
    const macLength = this.server?.encryptThenMac === true ? hashOf(protection.mac).outputLen : 0;
    const end = fragment.length - macLength;
    return end < 16 ? null : fragment.slice(end - 16, end);
  }

  updatedSecret(secret: Uint8Array): Uint8Array {
    return this.suite === null ? secret : nextTrafficSecret(this.suite, secret);
  }

  /** The one sentence on what the key log lacks for a direction. */
  missingKey(role: Role): string {
    const random = this.clientRandom ?? '';
    if (this.keyLog === null) return `no key for client random ${random}: no key log was given`;
    const stages = ['handshake', 'application'] as const;
    const labels = stages.filter((stage) => this.trafficSecret(role, stage) === null);
    const other = role === 'client' ? 'server' : 'client';
    const isPart =
      labels.length < stages.length || stages.some((stage) => this.trafficSecret(other, stage) !== null);
    if (this.isTls13 && isPart) {
      const names = labels.map((stage) => TRAFFIC_SECRETS[role][stage]).join(' and no ');
      return `no ${names} for client random ${random} in the key log`;
    }
    const count = this.keyLog.secretCount;
    const held =
      count === 0
        ? 'which holds no secrets at all'
        : count === 1
          ? 'which holds 1 secret of another connection'
          : `which holds ${count} secrets of other connections`;
    return `no key for client random ${random} in the key log, ${held}`;
  }

  private get protection(): Protection | null {
    return this.unsupported === null ? (this.suite?.protection ?? null) : null;
  }

  private findKeys(
    server: ServerHello,
    suite: CipherSuite,
    protection: Protection,
  ): { readonly client: WriteKeys; readonly server: WriteKeys } | null {
    if (this.clientRandom === null) return null;
    const master =
      this.keyLog?.masterSecret(this.clientRandom, server.sessionId) ?? this.masterFromPremaster();
    if (master === null) return null;
    return keysFromMaster(server.version, suite, protection, master, this.clientRandomBytes, server.random);
  }

  private masterFromPremaster(): Uint8Array | null {
    const { server, suite } = this;
    if (server === null || suite === null) return null;
    if (server.extendedMasterSecret) return this.extendedMaster;
    const premaster = this.premaster;
    if (premaster === null) return null;
    return masterFromRandoms(prfOf(server.version, suite), premaster, this.clientRandomBytes, server.random);
  }

  private get premaster(): Uint8Array | null {
    if (this.clientRandom === null) return null;
    return this.keyLog?.premasterSecret(this.clientRandom, this.encryptedPremaster) ?? null;
  }

  private keepForTranscript(role: Role, bytes: Uint8Array): void {
    if (this.transcript === null) return;
    this.transcript.length += bytes.length;
    if (this.transcript.length > LONGEST_TRANSCRIPT) this.transcript = null;
    else this.transcript[role].push(bytes);
  }

  /** The encrypted premaster secret stands behind its length (RFC 5246 §7.4.7.1). */
  private takeKeyExchange(message: Uint8Array): void {
    this.awaitsKeyExchange = false;
    const start = 4 + 2;
    if (u16(message, 4) === message.length - start) {
      this.encryptedPremaster = toHex(message, start, Math.min(start + 8, message.length));
    }
    const { transcript, premaster, server, suite } = this;
    if (transcript !== null && premaster !== null && server !== null && suite !== null) {
      const [hello = new Uint8Array(0), ...clientRest] = transcript.client;
      const messages = [hello, ...transcript.server, ...clientRest];
      this.extendedMaster = masterFromTranscript(prfOf(server.version, suite), premaster, messages);
    }
    this.transcript = null;
  }
}

const LONGEST_TRANSCRIPT = 1 << 17;

const TRAFFIC_SECRETS: Readonly<Record<Role, Readonly<Record<'handshake' | 'application', TrafficSecret>>>> =
  {
    client: { handshake: 'CLIENT_HANDSHAKE_TRAFFIC_SECRET', application: 'CLIENT_TRAFFIC_SECRET_0' },
    server: { handshake: 'SERVER_HANDSHAKE_TRAFFIC_SECRET', application: 'SERVER_TRAFFIC_SECRET_0' },
  };
