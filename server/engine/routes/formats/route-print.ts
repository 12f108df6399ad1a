/**
 * `route print` and `netstat -rn` of Windows, in any language: words differ, columns do not. IPv4 rows name an adapter by
 * its address, IPv6 rows by its index; the list of interfaces has index and name.
 */
import type { ExportFault } from '../../network/export-fault';
import { prefixText, type Family, type Prefix } from '../../network/prefix';
import { destinationOf, isAddress } from '../destination';
import type { Adapter, Cut, Route, RouteTable } from '../model';
import { countOf, lastLineOf, unreadable, wordsOf, type RouteFormat } from './format';

export const routePrint: RouteFormat = {
  name: 'route print',
  weigh: (lines) =>
    countOf(lines, (line) => isRuler(line) || interfaceOf(line) !== null || ipv4Row(wordsOf(line)) !== null),
  read: (lines) => new Reader(lines).table(),
};

interface Row {
  readonly prefix: Prefix;
  /** Null: on-link, in whatever language. */
  readonly gateway: string | null;
  /** IPv4: address of the adapter. IPv6: its index. */
  readonly adapter: string;
  readonly metric: number;
  readonly line: number;
}

class Reader {
  private readonly names = new Map<number, string>();
  private readonly rows: Row[] = [];
  private readonly faults: ExportFault[] = [];
  private readonly families = new Set<Family>();
  /** Of which family the heading above is. */
  private family: Family | null = null;
  /** Rulers and titles below that heading: the first part holds active routes, the second persistent ones. */
  private rulers = 0;
  private titles = 0;
  private hasRulers = false;
  private open: Row | null = null;

  constructor(private readonly lines: readonly string[]) {}

  table(): RouteTable {
    for (const [index, text] of this.lines.entries()) this.take(text, index + 1);
    this.close(null);
    const routes = this.routes();
    for (const { prefix } of routes) this.families.add(prefix.family);
    return {
      kind: 'table',
      format: routePrint.name,
      system: 'windows',
      routes,
      families: this.families,
      faults: this.faults,
      cut: this.cut(),
    };
  }

  private take(text: string, line: number): void {
    const words = wordsOf(text);
    const [first = ''] = words;
    if (this.open !== null) {
      // A long IPv6 destination has its gateway on the next line.
      const isRest = /^\s{8}/.test(text) && words.length > 0 && !/^\d+$/.test(first);
      this.close(isRest ? text.trim() : null);
      if (isRest) return;
    }
    if (words.length === 0) return;
    if (first.startsWith('=') && isRuler(text)) {
      this.hasRulers = true;
      this.rulers++;
      return;
    }
    if (isAddress(first)) {
      this.takeIpv4(words, text, line);
      return;
    }
    const named = interfaceOf(text);
    if (named !== null) this.names.set(named.index, named.name);
    else if (/^\d+$/.test(first) && words.length > 1) this.takeIpv6(words, text, line);
    else this.takeHeading(text);
  }

  private takeHeading(text: string): void {
    const family = /IPv([46])/i.exec(text)?.[1];
    if (family !== undefined) {
      this.family = family === '4' ? 4 : 6;
      this.families.add(this.family);
      this.rulers = 0;
      this.titles = 0;
    } else if (/[:\uff1a]\s*$/.test(text)) this.titles++;
  }

  private get isPersistent(): boolean {
    return this.family !== null && (this.rulers > 1 || this.titles > 1);
  }

  private takeIpv4(words: readonly string[], text: string, line: number): void {
    const row = ipv4Row(words);
    if (row !== null) this.rows.push({ ...row, line });
    else if (!this.isPersistent) this.faults.push(unreadable(line, text));
  }

  private takeIpv6(words: readonly string[], text: string, line: number): void {
    const [adapter = '', metric = '', destination = '', ...gateway] = words;
    if (this.isPersistent) return;
    const prefix = destinationOf(destination);
    if (!/^\d+$/.test(metric) || prefix?.family !== 6) {
      this.faults.push(unreadable(line, text));
      return;
    }
    // Persistent routes belong to no adapter, and have the highest metric there is.
    if (adapter === '0') return;
    this.open = { prefix, gateway: gateway.join(' '), adapter, metric: Number(metric), line };
    if (gateway.length > 0) this.close(null);
  }

  /** Ends the row that waits for its gateway. */
  private close(rest: string | null): void {
    const row = this.open;
    this.open = null;
    if (row === null) return;
    const gateway = rest ?? row.gateway ?? '';
    if (gateway === '')
      this.faults.push({ line: row.line, message: `The route to ${prefixText(row.prefix)} has no gateway.` });
    else this.rows.push({ ...row, gateway: isAddress(gateway) ? gateway : null });
  }

  private routes(): readonly Route[] {
    const adapters = this.adapters();
    return this.rows.map((row): Route => {
      const { prefix, gateway, metric, line } = row;
      return { prefix, gateway, adapter: adapters.get(keyOf(row)) ?? null, metric, use: 'forward', line };
    });
  }

  /** Adapters by the address or index that rows name them by. */
  private adapters(): ReadonlyMap<string, Adapter> {
    const pairs = this.pairs();
    const made = new Map<string, Adapter>();
    for (const row of this.rows) {
      const key = keyOf(row);
      if (made.has(key)) continue;
      const index = row.prefix.family === 6 ? Number(row.adapter) : (pairs.get(row.adapter) ?? null);
      const known = index === null ? undefined : made.get(`6 ${index}`);
      const adapter = known ?? this.adapter(index, pairs, row);
      made.set(key, adapter);
      if (index !== null) made.set(`6 ${index}`, adapter);
    }
    return made;
  }

  private adapter(index: number | null, pairs: ReadonlyMap<string, number>, row: Row): Adapter {
    const addresses =
      index === null ? [row.adapter] : [...pairs].flatMap(([a, i]) => (i === index ? [a] : []));
    return { name: index === null ? null : (this.names.get(index) ?? null), index, addresses };
  }

  /**
   * Address → index. Nothing in the export says which address an index has; but an adapter's metric is part of that of
   * its own links in both tables, so two that share it, and share it with no others, are one.
   */
  private pairs(): ReadonlyMap<string, number> {
    const addresses = this.linkMetrics(4, ({ prefix, adapter }) => prefixText(prefix) === adapter);
    const indexes = this.linkMetrics(6, () => true);
    const pairs = new Map<string, number>();
    for (const [metric, addressesOfIt] of addresses) {
      const [address, otherAddress] = [...addressesOfIt];
      const [index, otherIndex] = [...(indexes.get(metric) ?? [])];
      if (
        address !== undefined &&
        index !== undefined &&
        otherAddress === undefined &&
        otherIndex === undefined
      )
        pairs.set(address, Number(index));
    }
    return pairs;
  }

  /** Metric of on-link rows → the adapters that have such rows. */
  private linkMetrics(family: Family, fits: (row: Row) => boolean): ReadonlyMap<number, ReadonlySet<string>> {
    const found = new Map<number, Set<string>>();
    for (const row of this.rows) {
      if (row.prefix.family !== family || row.gateway !== null || !fits(row)) continue;
      const adapters = found.get(row.metric) ?? new Set<string>();
      adapters.add(row.adapter);
      found.set(row.metric, adapters);
    }
    return found;
  }

  /** A ruler ends the active routes of each family. */
  private cut(): Cut | null {
    const { family, rows, rulers } = this;
    if (!this.hasRulers || (family === null && rows.length > 0) || (family !== null && rulers > 1))
      return null;
    const where = family === null ? 'before the routes' : `within the IPv${family} routes`;
    return {
      line: lastLineOf(this.lines),
      message: `The export ends ${where}: what stood behind this line is not known.`,
      families: family === null ? [4, 6] : [family],
    };
  }
}

function keyOf({ prefix, adapter }: Row): string {
  return `${prefix.family} ${adapter}`;
}

function isRuler(line: string): boolean {
  return /^\s*={8,}\s*$/.test(line);
}

/** ` 12...a4 c3 f0 11 22 33 ......Intel(R) Wi-Fi`, ` 1...........................Software Loopback Interface 1`. */
function interfaceOf(line: string): { readonly index: number; readonly name: string } | null {
  const found = /^\s*(0x[\da-f]+|\d+) ?\.\.(.*)$/i.exec(line);
  if (found === null) return null;
  const [, index = '', rest = ''] = found;
  const dots = rest.lastIndexOf('..');
  return {
    index: Number(index),
    name: rest
      .slice(dots === -1 ? 0 : dots + 2)
      .replace(/^\./, '')
      .trim(),
  };
}

/**
 * Destination, mask, gateway (an address, or words that say on-link), address of the adapter, metric. A persistent route
 * has no adapter, and is active only if it stands among the active ones as well.
 */
function ipv4Row(words: readonly string[]): Omit<Row, 'line'> | null {
  if (words.length < 5) return null;
  const [destination = '', mask = ''] = words;
  const metric = words.at(-1) ?? '';
  const adapter = words.at(-2) ?? '';
  if (!/^\d+$/.test(metric) || !isAddress(adapter)) return null;
  const prefix = destinationOf(destination, mask);
  if (prefix === null) return null;
  const gateway = words.slice(2, -2).join(' ');
  return { prefix, gateway: isAddress(gateway) ? gateway : null, adapter, metric: Number(metric) };
}
