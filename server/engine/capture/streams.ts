/** What takes the octets of a connection, as its segments give them and as TLS seals them. */
import type { Moment } from '../basics/moment';

/** Takes one direction of a connection. */
export interface StreamConsumer {
  /** Octets that follow those of the last call. They may be overwritten later: what is kept must be copied. */
  data(bytes: Uint8Array, start: number, end: number, moment: Moment): void;
  /** So many octets are missing here; null where nobody knows how many. */
  gap(length: number | null): void;
  /** The sender closed, or no more of the connection is known. */
  end(): void;
}

/** One end of a connection and the other; addresses as in {@link import('../network/ip-header').IpHeader}. */
export interface Ends {
  readonly version: 4 | 6;
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** What takes the two directions of a connection: what `ends.source` sends, and what comes back. */
export interface BothWays {
  readonly forth: StreamConsumer;
  readonly back: StreamConsumer;
}

export type OpenConnection = (ends: Ends) => BothWays;

/** What takes both directions of an encrypted connection as they were captured. */
export interface SealedWays extends BothWays {
  /** Octets that it keeps for now. */
  held(): number;
}
