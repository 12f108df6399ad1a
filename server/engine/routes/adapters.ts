/** Adapters of a table while it is read: rows that name the same one share it, and tell of its addresses. */
import type { Adapter } from './model';

interface Growing {
  readonly name: string | null;
  readonly index: number | null;
  readonly addresses: string[];
}

export class Adapters {
  private readonly known = new Map<string, Growing>();

  /** The adapter of a name or a number. */
  of(name: string | null, index: number | null = null): Adapter {
    return this.growing(name, index);
  }

  /** As {@link of}, with an address of its own. */
  withAddress(name: string | null, index: number | null, address: string): Adapter {
    const adapter = this.growing(name, index);
    if (!adapter.addresses.includes(address)) adapter.addresses.push(address);
    return adapter;
  }

  private growing(name: string | null, index: number | null): Growing {
    const key = index === null ? `name ${name ?? ''}` : `index ${index}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made: Growing = { name, index, addresses: [] };
    this.known.set(key, made);
    return made;
  }
}
