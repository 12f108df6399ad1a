/** The records of one datagram of DTLS. */
import type { DtlsEvent } from '../../capture/events';
import { writeBlock, type BlockText } from './block';

export interface DtlsBody {
  readonly type: 'dtls';
  /** The first handshake, and what the datagram was wrapped in: `client_hello, in HEP3`. */
  readonly about: string;
}

/** Writes the block of a datagram. */
export function writeDtls({ carrier, records }: DtlsEvent): string {
  const lines = records.map((record) => {
    const what = record.contentName ?? `content type ${record.contentType}`;
    const handshakes = record.handshakes.length === 0 ? '' : ` ${record.handshakes.join(' ')}`;
    const alert =
      record.alert === null ? '' : ` ${record.alert.fatal ? 'fatal' : 'warning'} ${record.alert.description}`;
    return `${what}${handshakes}${alert}, epoch ${record.epoch}, ${record.length} octets`;
  });
  const first = records.flatMap(({ handshakes }) => handshakes)[0] ?? records[0]?.contentName ?? '';
  return writeBlock(carrier, 'dtls', [first], lines);
}

/** Reads a block of DTLS. */
export function readDtls({ notes }: BlockText): DtlsBody {
  return { type: 'dtls', about: notes };
}
