/** An encrypted connection, as it was known at its end. */
import type { Carrier } from '../../capture/events';
import type { Moment } from '../../basics/moment';
import type { TlsFacts } from '../../capture/tls/facts';
import { lineBehind, linesOf, writeBlock, type BlockText } from './block';

export interface TlsBody {
  readonly type: 'tls';
  /** `TLS 1.2`, `unknown version` */
  readonly version: string;
  readonly isDecrypted: boolean;
  /** Whom the client asked for (RFC 6066 §3); null where it did not tell. */
  readonly serverName: string | null;
  /** Why it could not be decrypted; null where nothing is missing. */
  readonly missing: string | null;
  /** Encrypted records, whether they could be read or not. */
  readonly records: number;
  /** Names of the alerts, as RFC 8446 §6 spells them, without those by which a side says that it is done. */
  readonly alerts: readonly string[];
}

/** Writes the block of a connection. */
export function writeTls(carrier: Carrier, facts: TlsFacts<Moment>): string {
  const { cipherSuite, serverName, alpn, decryptedRecords, lockedRecords, missing, alerts, problems } = facts;
  const isDecrypted = lockedRecords === 0 && decryptedRecords > 0;
  const notes = [facts.version ?? 'unknown version', isDecrypted ? 'decrypted' : locked];
  return writeBlock(carrier, 'tls', notes, [
    ...(cipherSuite === null ? [] : [`cipher suite ${cipherSuite}`]),
    ...(serverName === null ? [] : [`${serverNameMark}${serverName}`]),
    ...(alpn === null ? [] : [`ALPN ${alpn}`]),
    `records ${decryptedRecords} read, ${lockedRecords} not`,
    ...(missing === null ? [] : [`${missingMark}${missing}`]),
    ...alerts.map(({ level, name }) => `alert ${level} ${name}`),
    ...problems.filter(({ message }) => message !== missing).map(({ message }) => `problem ${message}`),
  ]);
}

const locked = 'not decrypted';
const serverNameMark = 'server name ';
const missingMark = 'missing ';

/** Reads a block of TLS. */
export function readTls(block: BlockText): TlsBody {
  const [version = '', ...states] = block.notes.split(', ');
  return {
    type: 'tls',
    version,
    isDecrypted: !states.includes(locked),
    serverName: lineBehind(block, serverNameMark),
    missing: lineBehind(block, missingMark),
    records: recordsIn(lineBehind(block, 'records ')),
    alerts: linesOf(block).flatMap((line) => {
      const name = /^alert (?:fatal|warning) (\w{1,60})$/.exec(line)?.[1];
      return name === undefined || done.has(name) ? [] : [name];
    }),
  };
}

const done: ReadonlySet<string> = new Set(['close_notify', 'user_canceled']);

function recordsIn(line: string | null): number {
  const [read = 0, locked = 0] = (line ?? '').match(/\d{1,9}/g)?.map(Number) ?? [];
  return read + locked;
}
