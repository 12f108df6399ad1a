/** All forms of exports that are read; where two fit equally well, the first. */
import type { RouteExport } from '../model';
import type { RouteFormat } from './format';
import { getNetRouteCsv } from './get-netroute-csv';
import { getNetRouteJson } from './get-netroute-json';
import { getNetRouteList } from './get-netroute-list';
import { getNetRouteTable } from './get-netroute-table';
import { ipRoute } from './ip-route';
import { mtr } from './mtr';
import { netstatBsd } from './netstat-bsd';
import { netstatLinux } from './netstat-linux';
import { prefixList } from './prefix-list';
import { routePrint } from './route-print';
import { traceroute } from './traceroute';
import { tracert } from './tracert';

const formats: readonly RouteFormat[] = [
  routePrint,
  ipRoute,
  netstatLinux,
  netstatBsd,
  getNetRouteList,
  getNetRouteTable,
  getNetRouteCsv,
  getNetRouteJson,
  mtr,
  tracert,
  traceroute,
  prefixList,
];

/** How many lines are looked at to tell the form. */
const SAMPLE = 400;

/** Reads an export of routes in whatever form; null where it is in none that is known. */
export function readRoutes(text: string): RouteExport | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const sample = lines.slice(0, SAMPLE);
  let best: RouteFormat | null = null;
  let most = 0;
  for (const format of formats) {
    const weight = format.weigh(sample);
    if (weight > most) [best, most] = [format, weight];
  }
  return best?.read(lines) ?? null;
}
