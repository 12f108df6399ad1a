/** Where the records of a TLS stream are, by their headers: RFC 5246 §6.2.1, RFC 8446 §5.1. */
import { u16, u8 } from '../../basics/bytes';
import { CLIENT_HELLO, HELLO_REQUEST, SERVER_HELLO } from './handshake-reader';
import { APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, HEARTBEAT } from './names';
import type { Side } from './side';

/** Octets of a record's header. */
export const HEADER = 5;
/** The longest fragment that any version allows (RFC 5246 §6.2.3). */
const LONGEST_FRAGMENT = 2 ** 14 + 2048;
/** Whether a header of a record may stand here. Needs 5 octets. */
export function isRecordHeader(bytes: Uint8Array, at: number): boolean {
  const type = u8(bytes, at);
  const length = u16(bytes, at + 3);
  return (
    type >= CHANGE_CIPHER_SPEC &&
    type <= HEARTBEAT &&
    u8(bytes, at + 1) === 3 &&
    u8(bytes, at + 2) <= 4 &&
    length <= LONGEST_FRAGMENT &&
    (length > 0 || type === APPLICATION_DATA)
  );
}

/** Whether what is buffered of a direction begins with a record that is all there. */
export function isWholeRecord<Tag>(side: Side<Tag>): boolean {
  const { buffer } = side;
  return (
    isRecordHeader(buffer.bytes, buffer.at) && buffer.length >= HEADER + u16(buffer.bytes, buffer.at + 3)
  );
}

/** Whether a connection may begin with a record: it says hello. */
export function isFirstRecord(type: number, fragment: Uint8Array): boolean {
  const message = u8(fragment, 0);
  return (
    type === HANDSHAKE && (message === CLIENT_HELLO || message === SERVER_HELLO || message === HELLO_REQUEST)
  );
}

/** Looks for the next record: a header with the version that records have had so far. False where none is there. */
export function findRecord<Tag>(side: Side<Tag>, version: number): boolean {
  const { buffer } = side;
  while (buffer.length >= HEADER) {
    if (isRecordHeader(buffer.bytes, buffer.at) && u16(buffer.bytes, buffer.at + 1) === version) {
      side.scanning = false;
      return true;
    }
    buffer.skip(1);
  }
  return false;
}
