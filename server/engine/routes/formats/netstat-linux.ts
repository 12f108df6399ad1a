/** `netstat -rn` and `route -n` of Linux (net-tools), IPv4 and IPv6. Headings may be in any language. */
import type { ExportFault } from '../../network/export-fault';
import type { Family } from '../../network/prefix';
import { Adapters } from '../adapters';
import { destinationOf, everything, isAddress, isNoGateway } from '../destination';
import type { Route, RouteTable } from '../model';
import { countOf, lastLineOf, unreadable, wordsOf, type RouteFormat } from './format';

export const netstatLinux: RouteFormat = {
  name: 'netstat -rn (Linux)',
  weigh: (lines) => countOf(lines, (line) => rowOf(wordsOf(line), true) !== null),
  read: readTable,
};

function readTable(lines: readonly string[]): RouteTable {
  const adapters = new Adapters();
  const routes: Route[] = [];
  const faults: ExportFault[] = [];
  // Where `netstat` prints the segment size, `route` prints the metric.
  let hasMetric = true;
  for (const [index, text] of lines.entries()) {
    const words = wordsOf(text);
    if (!isDestination(words[0] ?? '')) {
      if (words.includes('irtt') || words.includes('MSS')) hasMetric = false;
      else if (words.includes('Metric')) hasMetric = true;
      continue;
    }
    const row = rowOf(words, hasMetric);
    if (row === null) {
      faults.push(unreadable(index + 1, text));
      continue;
    }
    const { prefix, gateway, metric, isDropped } = row;
    const adapter = isDropped ? null : adapters.of(row.adapter);
    routes.push({ prefix, gateway, adapter, metric, use: isDropped ? 'drop' : 'forward', line: index + 1 });
  }
  const last = lastLineOf(lines);
  const families = new Set<Family>(routes.map(({ prefix }) => prefix.family));
  const isCut = last > 0 && faults.at(-1)?.line === last;
  const message = 'The export ends within this line: what stood behind it is not known.';
  return {
    kind: 'table',
    format: netstatLinux.name,
    system: 'linux',
    routes,
    families,
    faults,
    cut: isCut ? { line: last, message, families: [...families] } : null,
  };
}

type Row = Pick<Route, 'prefix' | 'gateway' | 'metric'> & {
  readonly adapter: string;
  readonly isDropped: boolean;
};

function isDestination(word: string): boolean {
  return word === 'default' || /^[\d[:a-f][\d.:a-f[\]]*(?:\/\d+)?$/i.test(word);
}

function rowOf(words: readonly string[], hasMetric: boolean): Row | null {
  return ipv4RowOf(words, hasMetric) ?? ipv6RowOf(words);
}

/** Destination, gateway, mask, flags, metric or segment size, two more, adapter. */
function ipv4RowOf(words: readonly string[], hasMetric: boolean): Row | null {
  const [destination = '', gateway = '', mask = '', flags = '', metric = ''] = words;
  const adapter = words[7];
  if (adapter === undefined || words.length > 8 || destination.includes(':') || !/^[!A-Z]+$/.test(flags))
    return null;
  if (!isAddress(mask)) return null;
  const prefix = destination === 'default' ? everything(4) : destinationOf(destination, mask);
  if (prefix === null) return null;
  return {
    prefix,
    gateway: isNoGateway(gateway) || !isAddress(gateway) ? null : gateway,
    metric: hasMetric && /^\d+$/.test(metric) ? Number(metric) : 0,
    adapter,
    isDropped: flags.includes('!'),
  };
}

/** Destination, next hop, flags, metric, two more, adapter. */
function ipv6RowOf(words: readonly string[]): Row | null {
  const [destination = '', gateway = '', flags = '', metric = ''] = words;
  const adapter = words[6];
  if (adapter === undefined || words.length > 7 || !/^[!A-Za-z]+$/.test(flags)) return null;
  if (!destination.includes(':') || !/^-?\d+$/.test(metric)) return null;
  const prefix = destinationOf(destination.replace('[::]', '::'));
  if (prefix === null) return null;
  return {
    prefix,
    gateway: isNoGateway(gateway) ? null : gateway,
    metric: Number(metric),
    adapter,
    isDropped: flags.includes('!'),
  };
}
