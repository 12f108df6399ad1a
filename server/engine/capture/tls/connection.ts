import { u16, u8 } from '../../basics/bytes';
import type { Direction, TlsAlert, TlsData, TlsFacts, TlsProblem, TlsProblemKind } from './facts';
import { CLIENT_HELLO, ENCRYPTED_EXTENSIONS, FINISHED, KEY_UPDATE, SERVER_HELLO } from './handshake-reader';
import type { HandshakeMessage } from './handshake-reader';
import { alpnOfEncryptedExtensions, parseClientHello, parseServerHello } from './hello';
import type { KeyLog } from './key-log';
import { ALERT, alertName, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, versionName } from './names';
import type { OpenRecord, SealedRecord } from './record-cipher';
import { RecordOpener } from './record-opener';
import { findRecord, HEADER, isFirstRecord, isRecordHeader, isWholeRecord } from './records';
import { Session } from './session';
import type { Role } from './session';
import { Side } from './side';

/**
 * Reads a TLS connection out of a capture with the keys of a key log. It takes the octets of both directions in
 * the order of each, with a tag for each piece (the number of its packet), and gives the application data as far
 * as it can be decrypted. What stands in the way is told by {@link facts}; nothing throws. It keeps at most some
 * 100 KB, and usually nothing but what has come of a record that is not whole.
 *
 * The order between the directions need not be exact: what depends on the other side's hello waits for it.
 */
export class TlsConnection<Tag> {
  private readonly sides: readonly [Side<Tag>, Side<Tag>] = [new Side<Tag>(0), new Side<Tag>(1)];
  /** The latest handshake that began. */
  private session: Session | null = null;
  /** The latest handshake that both sides said hello in. */
  private agreed: Session | null = null;
  private client: Side<Tag> | null = null;
  /** Nothing waits for the other side any more. */
  private hurried = false;
  private readonly opener = new RecordOpener<Tag>();
  private decryptedRecords = 0;
  private lockedRecords = 0;
  private readonly alerts: TlsAlert<Tag>[] = [];
  private readonly problems: TlsProblem<Tag>[] = [];
  private data: TlsData<Tag>[] = [];

  constructor(private readonly keyLog: KeyLog | null) {}

  /** The next octets of a direction. They may be changed afterwards. */
  feed(direction: Direction, bytes: Uint8Array, tag: Tag): readonly TlsData<Tag>[] {
    const side = this.sides[direction];
    if (!side.stopped) side.buffer.append(bytes, tag);
    return this.pump();
  }

  /** Says that octets of a direction are not in the capture; null where nobody knows how many. */
  gap(direction: Direction, length: number | null, tag: Tag | null = null): readonly TlsData<Tag>[] {
    const side = this.sides[direction];
    side.missed = true;
    const data = [...this.pump()];
    if (side.buffer.length >= HEADER && !this.hurried && isWholeRecord(side)) {
      this.hurried = true;
      for (const each of this.pump()) data.push(each);
    }
    const size = length === null ? 'octets' : length === 1 ? '1 octet' : `${length} octets`;
    this.problem('gap', side, tag, `a gap: ${size} from ${this.nameOf(side)} are not in the capture`);
    this.passGap(side, length);
    return data;
  }

  /** Says that the capture has ended. What waited for the other side is given out. */
  finish(): readonly TlsData<Tag>[] {
    this.hurried = true;
    return this.pump();
  }

  /** Octets that it keeps for now: what waits to become whole, and what the keys depend on. */
  get held(): number {
    const [first, second] = this.sides;
    return CONNECTION + first.held + second.held + (this.session?.held ?? 0);
  }

  get facts(): TlsFacts<Tag> {
    const { problems } = this;
    const session = this.agreed ?? this.session;
    const server = session?.server ?? null;
    return {
      client: this.client?.direction ?? null,
      version: server === null ? null : versionName(server.version),
      cipherSuite: session?.suite?.name ?? null,
      serverName: session?.hello?.serverName ?? null,
      alpn: session?.alpn ?? null,
      alpnOffered: session?.hello?.alpn ?? [],
      clientRandom: session?.clientRandom ?? null,
      decryptedRecords: this.decryptedRecords,
      lockedRecords: this.lockedRecords,
      missing: problems.find(({ kind }) => LOCKING.has(kind))?.message ?? null,
      alerts: this.alerts,
      problems,
    };
  }

  private pump(): readonly TlsData<Tag>[] {
    const [first, second] = this.sides;
    let read: boolean;
    do {
      read = this.readRecords(first);
      read = this.readRecords(second) || read;
    } while (read);
    const { data } = this;
    this.data = [];
    return data;
  }

  /** Reads the records that are whole and need not wait; tells whether there was any. */
  private readRecords(side: Side<Tag>): boolean {
    let read = false;
    while (this.readRecord(side)) read = true;
    side.buffer.settle();
    return read;
  }

  private readRecord(side: Side<Tag>): boolean {
    const { buffer } = side;
    if (side.stopped) buffer.skip(buffer.length);
    side.skip -= buffer.skip(side.skip);
    if (side.scanning && !findRecord(side, this.recordVersion)) return false;
    if (buffer.length < HEADER) return false;
    if (!isRecordHeader(buffer.bytes, buffer.at)) {
      this.passNoRecord(side);
      return true;
    }
    const length = HEADER + u16(buffer.bytes, buffer.at + 3);
    if (buffer.length < length) return false;
    const type = u8(buffer.bytes, buffer.at);
    const version = u16(buffer.bytes, buffer.at + 1);
    const fragment = buffer.bytes.subarray(buffer.at + HEADER, buffer.at + length);
    if (this.mustWait(side, type, fragment)) {
      if (buffer.length <= LONGEST_WAIT) return false;
      this.hurried = true;
    }
    const piece = buffer.pieceBefore(length);
    buffer.skip(length);
    if (side.records === 0 && !isFirstRecord(type, fragment)) side.missed = true;
    side.records++;
    side.recordVersion = version;
    if (piece !== null) {
      this.record(side, { type, version, fragment, previousBlock: side.previousBlock }, piece.tag);
    }
    return true;
  }

  /** Whether a record cannot be understood before the other side has said what is still to be read. */
  private mustWait(side: Side<Tag>, type: number, fragment: Uint8Array): boolean {
    if (this.hurried || this.otherOf(side).missed) return false;
    const isPlainHandshake = type === HANDSHAKE && !side.sealed;
    const startsMessage = isPlainHandshake && side.plainHandshake.atStart;
    if (this.session === null) return startsMessage && u8(fragment, 0) === SERVER_HELLO;
    if (side === this.client) {
      if (this.session.server !== null || type === ALERT) return false;
      // A renegotiation goes on under keys that are known.
      if (side.sealed && type !== CHANGE_CIPHER_SPEC) return false;
      return !(isPlainHandshake && (!startsMessage || u8(fragment, 0) === CLIENT_HELLO));
    }
    return type === CHANGE_CIPHER_SPEC && !side.sealed && this.session.awaitsKeyExchange;
  }

  private record(side: Side<Tag>, record: SealedRecord, tag: Tag): void {
    const isTls13 = this.session?.isTls13 === true;
    const isSealed = record.type === APPLICATION_DATA || (!isTls13 && side.sealed);
    if (record.type === CHANGE_CIPHER_SPEC) {
      // TLS 1.3 sends it for middleboxes only; before, it is sent in the clear once, and again when renegotiated.
      if (!isTls13) this.changeCipher(side, record, tag);
    } else if (isSealed) {
      const open = this.open(side, record, tag);
      if (open !== null) this.content(side, open, true, tag);
    } else {
      this.content(side, { type: record.type, bytes: record.fragment }, false, tag);
    }
  }

  private changeCipher(side: Side<Tag>, record: SealedRecord, tag: Tag): void {
    // When renegotiated it is itself under the keys that it ends, and no number is lost by leaving it locked.
    const isNews = !side.sealed || side.session !== this.session;
    if (isNews) side.seal(this.session);
    else this.open(side, record, tag);
  }

  private content(side: Side<Tag>, record: OpenRecord, isSealed: boolean, tag: Tag): void {
    const { type, bytes } = record;
    if (type === APPLICATION_DATA) {
      if (bytes.length > 0) this.data.push({ direction: side.direction, bytes, tag });
    } else if (type === ALERT) {
      this.alert(side, bytes, tag);
    } else if (type === HANDSHAKE) {
      const reader = isSealed ? side.sealedHandshake : side.plainHandshake;
      for (const message of reader.read(bytes)) this.handshake(side, message, isSealed);
    }
  }

  private alert(side: Side<Tag>, bytes: Uint8Array, tag: Tag): void {
    if (bytes.length !== 2 || this.alerts.length >= KEPT_ALERTS) return;
    this.alerts.push({
      direction: side.direction,
      tag,
      level: u8(bytes, 0) === 2 ? 'fatal' : 'warning',
      name: alertName(u8(bytes, 1)),
    });
  }

  private handshake(side: Side<Tag>, message: HandshakeMessage, isSealed: boolean): void {
    const body = message.bytes.subarray(4);
    if (message.type === CLIENT_HELLO) {
      this.clientHello(side, body);
    } else if (message.type === SERVER_HELLO) {
      this.serverHello(side, body);
    }
    const { session } = this;
    if (session === null) return;
    session.note(this.roleOf(side), message);
    if (!session.isTls13 || !isSealed) return;
    if (message.type === ENCRYPTED_EXTENSIONS) session.alpn = alpnOfEncryptedExtensions(body);
    else if (message.type === FINISHED && !side.application) side.beginApplication();
    else if (message.type === KEY_UPDATE && side.application) side.updateKeys(session);
  }

  private clientHello(side: Side<Tag>, body: Uint8Array): void {
    if (this.client !== null && this.client !== side) return;
    const hello = parseClientHello(body);
    if (hello === null) return;
    const session = new Session(hello, this.keyLog);
    // After a HelloRetryRequest the client says hello again, with the same random.
    if (session.clientRandom === this.session?.clientRandom) return;
    this.client = side;
    this.session = session;
  }

  private serverHello(side: Side<Tag>, body: Uint8Array): void {
    if (side === this.client) return;
    const hello = parseServerHello(body);
    if (hello === null) return;
    this.session ??= new Session(null, this.keyLog);
    this.session.retried ||= hello.retry;
    if (hello.retry) return;
    if (this.session.server !== null) return;
    this.client ??= this.otherOf(side);
    this.session.accept(hello);
    this.agreed = this.session;
  }

  /** A sealed record's content; null where it stays locked, which is told. */
  private open(side: Side<Tag>, record: SealedRecord, tag: Tag): OpenRecord | null {
    const session = side.session ?? this.session;
    if (!side.sealed && session?.isTls13 === false) {
      // The ChangeCipherSpec is not in the capture, and perhaps neither is the Finished.
      const unsure = Math.max(side.unsure, 2);
      side.seal(session);
      side.unsure = unsure;
    }
    const open = session === null ? null : this.openWith(side, session, record, tag);
    if (session === null) this.problem('no-handshake', null, tag, NO_HANDSHAKE);
    side.previousBlock = session?.lastBlock(record.fragment) ?? null;
    if (open === null) this.lockedRecords++;
    else this.decryptedRecords++;
    return open;
  }

  private openWith(side: Side<Tag>, session: Session, record: SealedRecord, tag: Tag): OpenRecord | null {
    if (session.server === null || session.hello === null) {
      const who = session.server === null ? 'server' : 'client';
      const message = `the ${who}'s hello is not in the capture: no key can be used without it`;
      this.problem('no-handshake', null, tag, message);
      return null;
    }
    if (session.unsupported !== null) {
      this.problem('unsupported', null, tag, `${session.unsupported} is not supported`);
      return null;
    }
    const attempts = this.opener.attempts(side, session, this.roleOf(side));
    if (attempts.length === 0) {
      this.problem('no-key', session.isTls13 ? side : null, tag, session.missingKey(this.roleOf(side)));
      if (session.isTls13) side.unsure = Math.min(side.unsure + 1, MOST_UNSURE);
      else side.sequence++;
      return null;
    }
    if (side.chainLost && session.chainsRecords) {
      side.chainLost = false;
      side.sequence++;
      return null;
    }
    for (const attempt of attempts) {
      const open = this.opener.tryOpen(side, attempt, record);
      if (open !== null) return open;
    }
    this.openFailed(side, session, tag);
    return null;
  }

  private openFailed(side: Side<Tag>, session: Session, tag: Tag): void {
    const role = this.roleOf(side);
    const isHandshakeOf13 = session.isTls13 && !side.application;
    if (side.unsure > 0) {
      side.unsure = Math.min(side.unsure + 1, MOST_UNSURE);
      if (this.opener.isExhausted) {
        const message = `after a gap no more records from the ${role} could be matched to the key`;
        this.problem('lost-count', side, tag, message);
      }
    } else if (isHandshakeOf13 && side.cipher === null) {
      this.problem('no-key', side, tag, session.missingKey(role));
    } else if (
      isHandshakeOf13 &&
      role === 'client' &&
      side.opened === 0 &&
      session.hello?.earlyData === true
    ) {
      this.problem('early-data', side, tag, 'early data (0-RTT) is not decrypted');
    } else if (side.opened === 0) {
      side.sequence++;
      const random = session.clientRandom ?? '';
      const message = `the secret in the key log for client random ${random} does not fit: records of the ${role} do not open with it`;
      this.problem('wrong-key', side, tag, message);
    } else {
      side.sequence++;
      const message = `a record from the ${role} does not open with the key (wrong tag or MAC): its octets were changed or captured wrongly`;
      this.problem('bad-record', side, tag, message);
    }
  }

  /** What is left of the record that a gap cuts is of no use; a gap beyond its end leaves open where the next is. */
  private passGap(side: Side<Tag>, length: number | null): void {
    const { buffer } = side;
    const hasHeader = buffer.length >= HEADER && isRecordHeader(buffer.bytes, buffer.at);
    const type = u8(buffer.bytes, buffer.at);
    const inRecord = hasHeader ? HEADER + u16(buffer.bytes, buffer.at + 3) - buffer.length : 0;
    const rest = side.skip > 0 ? side.skip : inRecord;
    const wasCounted = side.skip > 0;
    buffer.skip(buffer.length);
    buffer.settle();
    side.plainHandshake.lose();
    side.sealedHandshake.restart();
    side.chainLost = true;
    if (length !== null && length <= rest) {
      side.skip = rest - length;
      if (!wasCounted) this.loseOneRecord(side, type);
      return;
    }
    side.skip = 0;
    const records = length === null ? MOST_UNSURE : Math.ceil(length / SHORTEST_SEALED_RECORD) + 1;
    side.unsure = Math.min(side.unsure + records, MOST_UNSURE);
    this.seekRecord(side);
  }

  private loseOneRecord(side: Side<Tag>, type: number): void {
    const isTls13 = this.session?.isTls13 === true;
    if (!isTls13 && type === CHANGE_CIPHER_SPEC) side.seal(this.session);
    else if (isTls13 && type === APPLICATION_DATA && side.application) side.sequence++;
    else if (!isTls13 && side.sealed) side.sequence++;
    else if (type === APPLICATION_DATA) side.unsure++;
  }

  /** What stands here is no record. */
  private passNoRecord(side: Side<Tag>): void {
    const name = this.nameOf(side);
    if (side.records === 0) {
      const message = `what ${name} sends does not begin with a TLS record: it is no TLS, or the capture begins within it`;
      this.problem('not-tls', side, null, message);
    } else if (!side.missed) {
      this.problem('bad-record', side, null, `octets from ${name} that are no TLS record are passed over`);
    }
    side.missed = true;
    side.unsure = MOST_UNSURE;
    side.plainHandshake.lose();
    side.chainLost = true;
    side.buffer.skip(1);
    this.seekRecord(side);
  }

  /** The next record may be anywhere. Before there is a handshake nothing of it would be of use. */
  private seekRecord(side: Side<Tag>): void {
    side.scanning = true;
    if (this.session !== null) return;
    side.stopped = true;
    const isNoTls = this.problems.some(({ kind }) => kind === 'not-tls');
    if (!isNoTls) this.problem('no-handshake', null, null, NO_HANDSHAKE);
  }

  private problem(kind: TlsProblemKind, side: Side<Tag> | null, tag: Tag | null, message: string): void {
    const direction = side?.direction ?? null;
    if (this.problems.some((known) => known.kind === kind && known.direction === direction)) return;
    this.problems.push({ kind, direction, tag, message });
  }

  private get recordVersion(): number {
    return Math.max(this.sides[0].recordVersion, this.sides[1].recordVersion);
  }

  private otherOf(side: Side<Tag>): Side<Tag> {
    return this.sides[side.direction === 0 ? 1 : 0];
  }

  private roleOf(side: Side<Tag>): Role {
    return side === this.client ? 'client' : 'server';
  }

  private nameOf(side: Side<Tag>): string {
    return this.client === null ? 'one side' : `the ${this.roleOf(side)}`;
  }
}

/** Octets that a connection takes beside what it waits for, about. */
const CONNECTION = 4096;
/** Header, a tag, and one octet. */
const SHORTEST_SEALED_RECORD = HEADER + 17;
const LONGEST_WAIT = 1 << 16;
const KEPT_ALERTS = 16;
const MOST_UNSURE = 1 << 16;
const NO_HANDSHAKE =
  'the handshake is not in the capture, which begins later or lacks a part of it: no key can be found';

/** The problems that keep whole connections or directions locked. */
const LOCKING: ReadonlySet<TlsProblemKind> = new Set<TlsProblemKind>([
  'not-tls',
  'no-handshake',
  'no-key',
  'unsupported',
  'wrong-key',
  'lost-count',
]);
