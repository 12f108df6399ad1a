/** `netstat -rn` of macOS and the BSDs: short prefixes, `default`, links as gateways. */
import type { ExportFault } from '../../network/export-fault';
import type { Family } from '../../network/prefix';
import { Adapters } from '../adapters';
import { isAddress, shortDestinationOf } from '../destination';
import type { Cut, Route, RouteTable } from '../model';
import { countOf, lastLineOf, unreadable, wordsOf, type RouteFormat } from './format';

export const netstatBsd: RouteFormat = {
  name: 'netstat -rn',
  weigh: (lines) => countOf(lines, (line) => isHeading(line) || isRow(wordsOf(line))),
  read: (lines) => new Reader(lines).table(),
};

/** Names of the column with the adapter. */
const adapterColumns = ['Netif', 'Iface', 'Interface'];

class Reader {
  private readonly adapters = new Adapters();
  private readonly routes: Route[] = [];
  private readonly faults: ExportFault[] = [];
  private readonly families = new Set<Family>();
  private family: Family = 4;
  private columns: readonly string[] = ['Destination', 'Gateway', 'Flags', 'Netif'];

  constructor(private readonly lines: readonly string[]) {}

  table(): RouteTable {
    for (const [index, text] of this.lines.entries()) this.take(text, index + 1);
    for (const { prefix } of this.routes) this.families.add(prefix.family);
    return {
      kind: 'table',
      format: netstatBsd.name,
      system: 'bsd',
      routes: this.routes,
      families: this.families,
      faults: this.faults,
      cut: this.cut(),
    };
  }

  private take(text: string, line: number): void {
    const words = wordsOf(text);
    const [first = '', second = ''] = words;
    if (isHeading(text)) {
      this.family = text.includes('6') ? 6 : 4;
      this.families.add(this.family);
    } else if (first === 'Destination') this.columns = words;
    else if (words.length > 1 && isDestination(first) && isGateway(second)) this.takeRow(words, text, line);
    else if (isDestination(first)) this.faults.push(unreadable(line, text));
  }

  private takeRow(words: readonly string[], text: string, line: number): void {
    const [destination = '', gateway = '', flags = ''] = words;
    // Every IPv4 address mapped into IPv6: no packet goes there.
    if (/^::(?:ffff:0\.0\.0\.0)?\/96$/.test(destination)) return;
    const prefix = shortDestinationOf(destination, this.familyOf(destination, gateway));
    const adapter = words[this.columns.findIndex((column) => adapterColumns.includes(column))];
    if (prefix === null || !/^[A-Za-z\d]+$/.test(flags) || adapter === undefined || adapter === '') {
      this.faults.push(unreadable(line, text));
      return;
    }
    const isDropped = flags.includes('R') || flags.includes('B');
    this.routes.push({
      prefix,
      gateway: flags.includes('G') && isAddress(gateway) ? gateway : null,
      adapter: isDropped ? null : this.adapters.of(adapter),
      metric: this.priorityOf(words),
      use: isDropped ? 'drop' : flags.includes('I') ? 'aside' : 'forward',
      line,
    });
  }

  private familyOf(destination: string, gateway: string): Family {
    if (destination.includes(':')) return 6;
    if (destination !== 'default') return 4;
    return isAddress(gateway) ? (gateway.includes(':') ? 6 : 4) : this.family;
  }

  /** OpenBSD prints what it compares routes by. */
  private priorityOf(words: readonly string[]): number {
    const priority = words[this.columns.indexOf('Prio')];
    return priority !== undefined && /^\d+$/.test(priority) ? Number(priority) : 0;
  }

  private cut(): Cut | null {
    const line = lastLineOf(this.lines);
    if (line === 0 || this.faults.at(-1)?.line !== line) return null;
    const message = 'The export ends within this line: what stood behind it is not known.';
    return { line, message, families: [this.family] };
  }
}

/** `Internet:`, `Internet6:`. */
function isHeading(line: string): boolean {
  return /^(?:Internet6?|Routing tables)\b/.test(line);
}

function isRow(words: readonly string[]): boolean {
  const [destination = '', gateway = '', flags = ''] = words;
  return words.length > 3 && isDestination(destination) && isGateway(gateway) && /^U[A-Za-z\d]*$/.test(flags);
}

function isDestination(word: string): boolean {
  return word === 'default' || (/^[\d:a-f]/i.test(word) && shortDestinationOf(word, 4) !== null);
}

/** An address, a link (`link#12`, of other systems `lo0`), or a hardware address of a neighbour. */
function isGateway(word: string): boolean {
  return (
    /^(?:link#\d+|[a-z]+\d+|[\da-f]{1,2}(?::[\da-f]{1,2}){5}|[\da-f]{1,2}(?:\.[\da-f]{1,2}){5})$/i.test(
      word,
    ) || isAddress(word)
  );
}
