/** Puts a TLS connection between the two streams of a TCP connection and what reads its application data. */
import type { SealedWays } from '../streams';
import type { Moment } from '../../basics/moment';
import type { BothWays, StreamConsumer } from '../streams';
import { TlsConnection } from './connection';
import type { Direction, TlsData, TlsFacts } from './facts';
import type { KeyLog } from './key-log';

/**
 * Decrypts a connection with the keys of a key log.
 *
 * @param plain what takes the application data
 * @param ended is told what is known of the connection when both directions have ended
 */
export function decryptTls(
  keyLog: KeyLog,
  plain: BothWays,
  ended: (facts: TlsFacts<Moment>) => void,
): SealedWays {
  const connection = new TlsConnection<Moment>(keyLog);
  const pass = (pieces: readonly TlsData<Moment>[]): void => {
    for (const { direction, bytes, tag } of pieces) {
      (direction === 0 ? plain.forth : plain.back).data(bytes, 0, bytes.length, tag);
    }
  };
  let open = 2;
  const end = (): void => {
    open--;
    if (open > 0) return;
    // What waited for the other direction comes out now, or never.
    pass(connection.finish());
    plain.forth.end();
    plain.back.end();
    ended(connection.facts);
  };
  const consumer = (direction: Direction): StreamConsumer => ({
    data: (bytes, start, stop, moment) => {
      pass(connection.feed(direction, bytes.subarray(start, stop), moment));
    },
    gap: (length) => {
      pass(connection.gap(direction, length));
    },
    end,
  });
  return { forth: consumer(0), back: consumer(1), held: () => connection.held };
}
