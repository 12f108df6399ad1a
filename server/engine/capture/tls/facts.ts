/** What is known of a TLS connection beside its data. */

/** The two directions of a TCP connection, in whatever order the caller keeps; the hellos tell who the client is. */
export type Direction = 0 | 1;

/** Application data of one record. `tag` is that of the piece of the stream that completed the record. */
export interface TlsData<Tag> {
  readonly direction: Direction;
  readonly bytes: Uint8Array;
  readonly tag: Tag;
}

/** An alert that could be read: why a handshake failed, or that a side closed the connection. */
export interface TlsAlert<Tag> {
  readonly direction: Direction;
  readonly tag: Tag | null;
  readonly level: 'warning' | 'fatal';
  /** As RFC 8446 §6 spells it: `handshake_failure`. */
  readonly name: string;
}

export type TlsProblemKind =
  /** No octets of it are TLS. */
  | 'not-tls'
  /** A hello is missing, so that no key can be found or made. */
  | 'no-handshake'
  | 'no-key'
  /** A version, a cipher suite or a compression. */
  | 'unsupported'
  /** There is a secret, but not one record opens with it. */
  | 'wrong-key'
  | 'bad-record'
  | 'gap'
  /** After a gap no record opens any more. */
  | 'lost-count'
  | 'early-data';

/** Something that keeps data from being shown. Each kind is told once a direction, `no-key` and the like once. */
export interface TlsProblem<Tag> {
  readonly kind: TlsProblemKind;
  /** Null where it concerns both. */
  readonly direction: Direction | null;
  readonly tag: Tag | null;
  /** One sentence without a full stop. */
  readonly message: string;
}

export interface TlsFacts<Tag> {
  /** Who sent the ClientHello; null where none was seen. */
  readonly client: Direction | null;
  /** `TLS 1.2`; null before a ServerHello. */
  readonly version: string | null;
  /** As the IANA registry spells it; null before a ServerHello. */
  readonly cipherSuite: string | null;
  /** The host name of the client's SNI. */
  readonly serverName: string | null;
  /** What the server chose; null where it chose nothing, or where TLS 1.3 hides it and no key is there. */
  readonly alpn: string | null;
  readonly alpnOffered: readonly string[];
  /** Lower case hexadecimal digits, as in a key log; null before a ClientHello. */
  readonly clientRandom: string | null;
  /** Encrypted records that could be read, and that could not. */
  readonly decryptedRecords: number;
  readonly lockedRecords: number;
  /** Why records stay locked: the message of the problem that says so; null where nothing is missing. */
  readonly missing: string | null;
  readonly alerts: readonly TlsAlert<Tag>[];
  readonly problems: readonly TlsProblem<Tag>[];
}
