import { HandshakeReader } from './handshake-reader';
import type { Direction } from './facts';
import { RecordBuffer } from './record-buffer';
import type { RecordCipher } from './record-cipher';
import type { Session } from './session';

/** The state of one direction of a connection. */
export class Side<Tag> {
  readonly buffer = new RecordBuffer<Tag>();
  /** Handshake messages before the keys, and under them. */
  readonly plainHandshake = new HandshakeReader();
  readonly sealedHandshake = new HandshakeReader();
  /** Records that were seen. */
  records = 0;
  /** The version in the last record's header; 0 before the first. */
  recordVersion = 0;
  /** Octets of a damaged record that are still to come and are of no use. */
  skip = 0;
  /** The place of the next record is not known: it is looked for. */
  scanning = false;
  /** Nothing more can be read of it. */
  stopped = false;
  /** Its begin, or a part of it, is not there: others need not wait for what it may say. */
  missed = false;
  /** Its records are under keys (up to TLS 1.2: behind the ChangeCipherSpec). */
  sealed = false;
  /** Whose keys they are. */
  session: Session | null = null;
  cipher: RecordCipher | null = null;
  /** TLS 1.3: the handshake is over, and application keys are in use. */
  application = false;
  applicationCipher: RecordCipher | null = null;
  applicationSecret: Uint8Array | null = null;
  /** The next record's number. */
  sequence = 0;
  /** How many more records may have come before it than `sequence` tells. */
  unsure = 0;
  /** Records that these keys opened. */
  opened = 0;
  previousBlock: Uint8Array | null = null;
  /** TLS 1.0: the next record is chained to one that was lost, and cannot be opened. */
  chainLost = false;

  constructor(readonly direction: Direction) {}

  get held(): number {
    return this.buffer.held + this.plainHandshake.held + this.sealedHandshake.held;
  }

  /** Begins a new set of keys. */
  seal(session: Session | null): void {
    this.sealed = true;
    this.session = session;
    this.cipher = null;
    this.sequence = 0;
    this.unsure = 0;
    this.opened = 0;
    this.previousBlock = null;
    this.chainLost = false;
    this.sealedHandshake.restart();
  }

  /** TLS 1.3: the records that follow a Finished are under the application keys. */
  beginApplication(): void {
    this.application = true;
    this.cipher = null;
    this.sequence = 0;
    this.unsure = 0;
    this.sealedHandshake.restart();
  }

  /** TLS 1.3: the records that follow a KeyUpdate are under the next secret. */
  updateKeys(session: Session): void {
    if (this.applicationSecret === null) return;
    this.applicationSecret = session.updatedSecret(this.applicationSecret);
    this.applicationCipher = null;
    this.sequence = 0;
    this.unsure = 0;
    this.sealedHandshake.restart();
  }
}
