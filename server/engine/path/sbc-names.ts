/** The addresses under which each name of an SBC appears in a trace. */
import { detached } from '../basics/detached';
import type { Call } from '../calls/call';
import { addressClass } from '../network/address-classes';
import type { Signalled } from './model';
import { sbcNameOf, signallingEnds } from './signalled';
import type { Network } from '../network/network';

export class SbcNames {
  /** @param addresses by name: plain data */
  constructor(readonly addresses = new Map<string, Set<string>>()) {}

  static in(calls: readonly Call[], network: Network): SbcNames {
    const names = new SbcNames();
    for (const call of calls) names.add(call, network);
    return names;
  }

  add(call: Call, network: Network): void {
    const name = sbcNameOf(call);
    const { sbc } = signallingEnds(call, network);
    if (name === null || sbc === null || !isOutside(sbc.address)) return;
    const known = this.addresses.get(name);
    if (known === undefined) this.addresses.set(detached(name), new Set([detached(sbc.address)]));
    else if (!known.has(sbc.address)) known.add(detached(sbc.address));
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
