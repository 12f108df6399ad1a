/** Puts a TLS connection between the two streams of a TCP connection and what reads its application data. */
import type { Moment } from '../moment';
import type { BothWays, StreamConsumer } from '../transport/tcp';
import { TlsConnection } from './connection';
import type { Direction, TlsData, TlsFacts } from './facts';
import type { KeyLog } from './key-log';

export interface Decryption {
  /** What takes both directions as they were captured. */
  readonly sealed: BothWays;
  /** What is known of the connection by now. */
  readonly facts: () => TlsFacts<Moment>;
}

/**
 * Decrypts a connection with the keys of a key log.
 *
 * @param plain what takes the application data
 */
export function decryptTls(keyLog: KeyLog, plain: BothWays): Decryption {
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
  return { sealed: { forth: consumer(0), back: consumer(1) }, facts: () => connection.facts };
}
