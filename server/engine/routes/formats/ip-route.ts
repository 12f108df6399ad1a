/** `ip route` and `ip -6 route` of Linux (iproute2): a line a route, and indented `nexthop` lines of one with several. */
import type { ExportFault } from '../../network/export-fault';
import { parseAddressNumber, type Family, type Prefix } from '../../network/prefix';
import { Adapters } from '../adapters';
import { destinationOf, everything } from '../destination';
import type { Adapter, Cut, Route, RouteTable } from '../model';
import { countOf, lastLineOf, unreadable, wordsOf, type RouteFormat } from './format';

export const ipRoute: RouteFormat = {
  name: 'ip route',
  weigh: (lines) => countOf(lines, isRow),
  read: (lines) => new Reader(lines).table(),
};

/** Types of routes that throw packets away; `throw` ends the search in this table as if there were no route. */
const dropTypes: ReadonlySet<string> = new Set(['blackhole', 'unreachable', 'prohibit', 'throw']);
const ownTypes: ReadonlySet<string> = new Set(['local', 'broadcast', 'multicast', 'anycast', 'nat']);
const mainTables: ReadonlySet<string> = new Set(['main', '254', 'default', '253', 'local', '255']);

function isRow(line: string): boolean {
  const words = wordsOf(line);
  const [first = '', second = ''] = words;
  if (first === 'nexthop') return true;
  if (dropTypes.has(first)) return destinationOf(second) !== null || second === 'default';
  const isDestination = first === 'default' || ownTypes.has(first) || destinationOf(first) !== null;
  return isDestination && (words.includes('dev') || words.includes('proto') || words.includes('via'));
}

/** Words of a row behind its destination, by their keyword. */
interface Options {
  readonly via: string | null;
  readonly dev: string | null;
  readonly src: string | null;
  readonly metric: string | null;
  readonly table: string | null;
  readonly isDead: boolean;
}

class Reader {
  private readonly adapters = new Adapters();
  private readonly routes: Route[] = [];
  private readonly faults: ExportFault[] = [];
  /** The row that `nexthop` lines belong to. */
  private head: { readonly prefix: Prefix; readonly metric: number; readonly line: number } | null = null;
  private lastFault = 0;

  constructor(private readonly lines: readonly string[]) {}

  table(): RouteTable {
    for (const [index, text] of this.lines.entries()) this.take(text, index + 1);
    const families = new Set<Family>(this.routes.map(({ prefix }) => prefix.family));
    const isSixOnly = families.has(6) && !families.has(4);
    return {
      kind: 'table',
      format: isSixOnly ? 'ip -6 route' : ipRoute.name,
      system: 'linux',
      routes: this.routes,
      families,
      faults: this.faults,
      cut: this.cut(families),
    };
  }

  private take(text: string, line: number): void {
    const words = wordsOf(text);
    const [first = ''] = words;
    if (first === 'nexthop') this.takeHop(words, text, line);
    else if (isStartOfRow(first)) this.takeRow(words, text, line);
    else if (first.startsWith('blac') || /^(?:unre|proh)/.test(first)) this.fault(line, text);
  }

  private takeRow(words: readonly string[], text: string, line: number): void {
    this.head = null;
    const [first = ''] = words;
    const hasType = dropTypes.has(first) || ownTypes.has(first) || first === 'unicast';
    const options = optionsOf(words.slice(hasType ? 2 : 1));
    const destination = (hasType ? words[1] : first) ?? '';
    const prefix = destination === 'default' ? this.defaultOf(words, line) : destinationOf(destination);
    if (prefix === null) {
      this.fault(line, text);
      return;
    }
    const metric = Number(options.metric ?? 0);
    if (options.table !== null && !mainTables.has(options.table)) this.faultTable(options.table, line);
    else if (dropTypes.has(first))
      this.routes.push({ prefix, gateway: null, adapter: null, metric, use: 'drop', line });
    else if (ownTypes.has(first)) this.adapterOf(options);
    else if (options.dev === null && options.via === null) this.head = { prefix, metric, line };
    else this.forward(prefix, metric, options, line);
  }

  private takeHop(words: readonly string[], text: string, line: number): void {
    if (this.head === null) this.fault(line, text);
    else this.forward(this.head.prefix, this.head.metric, optionsOf(words.slice(1)), this.head.line);
  }

  private forward(prefix: Prefix, metric: number, options: Options, line: number): void {
    // The kernel does not use a route whose adapter is gone.
    if (options.isDead) return;
    // A gateway without its adapter: the end of the line is missing.
    if (options.dev === null && line === lastLineOf(this.lines) && this.routes.length > 0) {
      this.fault(line, this.lines[line - 1] ?? '');
      return;
    }
    const adapter = this.adapterOf(options);
    this.routes.push({ prefix, gateway: options.via, adapter, metric, use: 'forward', line });
  }

  private adapterOf({ dev, src }: Options): Adapter | null {
    if (dev === null) return null;
    return src === null ? this.adapters.of(dev) : this.adapters.withAddress(dev, null, src);
  }

  /** The family of a default route: that of its addresses, else of the routes around it. */
  private defaultOf(words: readonly string[], line: number): Prefix {
    for (const word of words) {
      const family = parseAddressNumber(word.split('/', 1)[0] ?? '')?.family;
      if (family !== undefined) return everything(family);
    }
    if (words.includes('pref')) return everything(6);
    const next = destinationOf(wordsOf(this.lines[line] ?? '')[0] ?? '');
    return everything(next?.family ?? this.routes.at(-1)?.prefix.family ?? 4);
  }

  private fault(line: number, text: string): void {
    this.lastFault = line;
    this.faults.push(unreadable(line, text));
  }

  private faultTable(table: string, line: number): void {
    const message = `The route is in table ${table}: when that is asked stands in "ip rule", so it was not used.`;
    this.faults.push({ line, message });
  }

  private cut(families: ReadonlySet<Family>): Cut | null {
    const line = lastLineOf(this.lines);
    const isOpen = this.head?.line === line;
    if (line === 0 || (this.lastFault !== line && !isOpen)) return null;
    const message = 'The export ends within this line: what stood behind it is not known.';
    return { line, message, families: [...families] };
  }
}

function isStartOfRow(first: string): boolean {
  return (
    first === 'default' ||
    first === 'unicast' ||
    dropTypes.has(first) ||
    ownTypes.has(first) ||
    /^[\da-f]*[.:][\da-f.:]*(?:\/\d*)?$/i.test(first)
  );
}

function optionsOf(words: readonly string[]): Options {
  const after = (word: string): string | null => {
    const at = words.indexOf(word);
    return at === -1 ? null : (words[at + 1] ?? null);
  };
  const via = after('via');
  const isOtherFamily = via === 'inet6' || via === 'inet';
  return {
    via: isOtherFamily ? after(via) : via,
    dev: after('dev'),
    src: after('src'),
    metric: /^\d+$/.test(after('metric') ?? '') ? after('metric') : null,
    table: after('table'),
    isDead: words.includes('dead'),
  };
}
