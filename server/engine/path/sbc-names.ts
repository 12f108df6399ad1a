/** The addresses under which each name of an SBC appears in a trace. */
import { detached } from '../basics/detached';
import type { Call } from '../calls/call';
import { addressClass } from '../network/address-classes';
import type { Signalled } from './model';
import { sbcNameOf, signallingEnds } from './signalled';
import type { Network } from '../network/network';

/** A name of an SBC with the address at which a call shows it: plain data. */
export interface SbcName {
  readonly name: string;
  readonly address: string;
}

/** Null where a call does not tell the name, or no address that Microsoft may see. */
export function sbcNameIn(call: Pick<Call, 'messages'>, network: Network): SbcName | null {
  const name = sbcNameOf(call);
  const { sbc } = signallingEnds(call, network);
  if (name === null || sbc === null || !isOutside(sbc.address)) return null;
  return { name: detached(name), address: detached(sbc.address) };
}

export class SbcNames {
  /** @param addresses by name: plain data */
  constructor(readonly addresses: ReadonlyMap<string, ReadonlySet<string>>) {}

  static in(calls: readonly Call[], network: Network): SbcNames {
    return SbcNames.of(calls.flatMap((call) => sbcNameIn(call, network) ?? []));
  }

  /** @param seen in the order of the trace */
  static of(seen: Iterable<SbcName>): SbcNames {
    const addresses = new Map<string, Set<string>>();
    for (const { name, address } of seen) {
      const known = addresses.get(name);
      if (known === undefined) addresses.set(name, new Set([address]));
      else known.add(address);
    }
    return new SbcNames(addresses);
  }

  /** Name of a call's SBC with all addresses that it has in the trace; null where it has none. */
  of(call: Call): Signalled['sbcName'] {
    const name = sbcNameOf(call);
    return name === null ? null : { name, addresses: [...(this.addresses.get(name) ?? [])] };
  }
}

/** Whether an address may be one that Microsoft sees: a NAT's inside is not. */
function isOutside(address: string): boolean {
  const of = addressClass(address);
  return of === 'public' || of === 'documentation';
}
