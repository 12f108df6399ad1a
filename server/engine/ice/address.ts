/** Addresses of transport as they are written, and compared as they are written. */
import type { Address } from '../../../shared/ice';

/** Whether two addresses are the same as they are written; see `sameAddress` for other spellings of IPv6. */
export function isSamePlace(one: Address, other: Address): boolean {
  return one.address === other.address && one.port === other.port;
}

/** An address as people write it, IPv6 in brackets. */
export function addressText({ address, port }: Address): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
