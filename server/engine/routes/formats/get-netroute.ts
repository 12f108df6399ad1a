/** What the forms of `Get-NetRoute` share: the properties of a route, whatever they are printed in. */
import type { ExportFault } from '../../network/export-fault';
import type { Family } from '../../network/prefix';
import { Adapters } from '../adapters';
import { destinationOf, isNoGateway } from '../destination';
import type { Cut, Route, RouteTable } from '../model';

/** Properties by their names, in small letters. */
export type Properties = ReadonlyMap<string, string>;

/** The name of the property that every route has. */
export const destinationKey = 'destinationprefix';

/** Collects routes of properties. */
export class NetRoutes {
  private readonly adapters = new Adapters();
  private readonly routes: Route[] = [];
  private readonly faults: ExportFault[] = [];

  /** A route; `line` is that of its destination. */
  add(properties: Properties, line: number): void {
    const destination = properties.get(destinationKey) ?? '';
    const prefix = destinationOf(destination);
    if (prefix === null) {
      this.fault(line, `"${destination}" is no CIDR range, so this route was not used.`);
      return;
    }
    // What is only kept for the next start does not route.
    if (/^(?:PersistentStore|0)$/i.test(properties.get('store') ?? properties.get('policystore') ?? ''))
      return;
    const index = numberOf(properties, ['ifindex', 'interfaceindex']);
    const name = properties.get('interfacealias') ?? null;
    const gateway = properties.get('nexthop') ?? '';
    const metric = numberOf(properties, ['routemetric']) ?? 0;
    const ofInterface = numberOf(properties, ['interfacemetric', 'ifmetric']) ?? 0;
    this.routes.push({
      prefix,
      gateway: isNoGateway(gateway) ? null : gateway,
      adapter: this.adapters.of(name === '' ? null : name, index),
      metric: metric + ofInterface,
      use: 'forward',
      line,
    });
  }

  fault(line: number, message: string): void {
    this.faults.push({ line, message });
  }

  /** The table; where its end is missing, `cutAt` is the line of its last text. */
  table(form: string, cutAt: number | null): RouteTable {
    const cut: Cut | null =
      cutAt === null
        ? null
        : {
            line: cutAt,
            message: 'The export ends within a route: what stood behind this line is not known.',
            families: [4, 6],
          };
    return {
      kind: 'table',
      format: `Get-NetRoute ${form}`,
      system: 'windows',
      routes: this.routes,
      families: this.families(),
      faults: this.faults,
      cut,
    };
  }

  /** Windows always has IPv4 routes, so a table with some shows what there is of IPv6, too. */
  private families(): ReadonlySet<Family> {
    const seen = new Set<Family>(this.routes.map(({ prefix }) => prefix.family));
    return seen.has(4) ? new Set<Family>([4, 6]) : seen;
  }
}

function numberOf(properties: Properties, names: readonly string[]): number | null {
  for (const name of names) {
    const text = properties.get(name);
    if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  }
  return null;
}
