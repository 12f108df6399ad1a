/** The ways that messages go: what their addresses decide is found out once for each address and each two of them. */
import { NumberPairs } from '../basics/number-pairs';
import { pathBetween } from '../calls/signal';
import { isMicrosoftAddress } from '../network/microsoft';
import { flag } from './message-table';

/** An end of messages. */
export interface Host {
  readonly number: number;
  /** Null where none is known. */
  readonly address: string | null;
  readonly isMicrosoft: boolean;
}

/** From one host to another. */
export interface Way {
  /** Number of {@link import('../calls/signal').Signal.path}; null where no address is known. */
  readonly path: number | null;
  /** Bits of {@link flag} that the addresses decide. */
  readonly flags: number;
}

export class Ways {
  private readonly hosts = new Map<string | null, Host>();
  /** Both hosts of each path, the one with the lower number first. */
  private readonly pairs = new NumberPairs();
  /** By the numbers of their paths: forth and back. */
  private readonly ways: (Way | undefined)[] = [];
  private readonly paths: (string | null)[] = [];

  /** The host of an address; null is one that is not known. */
  host(address: string | null): Host {
    let host = this.hosts.get(address);
    if (host === undefined) {
      const isMicrosoft = address !== null && isMicrosoftAddress(address);
      host = { number: this.hosts.size, address, isMicrosoft };
      this.hosts.set(address, host);
    }
    return host;
  }

  /** The way between two hosts: the same object each time. */
  between(source: Host, destination: Host): Way {
    const isForth = source.number <= destination.number;
    const path = isForth
      ? this.pairs.of(source.number, destination.number)
      : this.pairs.of(destination.number, source.number);
    const place = path * 2 + (isForth ? 0 : 1);
    let way = this.ways[place];
    if (way === undefined) {
      const text = pathBetween(source.address, destination.address);
      this.paths[path] = text;
      way = {
        path: text === null ? null : path,
        flags:
          (source.isMicrosoft ? flag.sentByMicrosoft : 0) |
          (destination.isMicrosoft ? flag.sentToMicrosoft : 0),
      };
      this.ways[place] = way;
    }
    return way;
  }

  /** A path as text, by its number. */
  path(number: number): string | null {
    return this.paths[number] ?? null;
  }
}
