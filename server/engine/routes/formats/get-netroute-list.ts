/** `Get-NetRoute | Format-List *`: a line a property, a blank line between routes. */
import type { RouteTable } from '../model';
import { countOf, lastLineOf, type RouteFormat } from './format';
import { destinationKey, NetRoutes } from './get-netroute';

export const getNetRouteList: RouteFormat = {
  name: 'Get-NetRoute list',
  weigh: (lines) =>
    countOf(lines, (line) => /^\s*(?:DestinationPrefix|NextHop|RouteMetric|InterfaceAlias)\s*: /.test(line)),
  read,
};

function read(lines: readonly string[]): RouteTable {
  const routes = new NetRoutes();
  let properties = new Map<string, string>();
  let line = 0;
  let size = 0;
  const close = (): void => {
    if (properties.has(destinationKey)) {
      routes.add(properties, line);
      size = properties.size;
    }
    properties = new Map();
  };
  for (const [index, text] of lines.entries()) {
    const colon = text.indexOf(':');
    if (text.trim() === '') close();
    else if (colon !== -1) {
      const key = text.slice(0, colon).trim().toLowerCase();
      // Without blank lines between, a property that comes again begins the next route.
      if (properties.has(key)) close();
      properties.set(key, text.slice(colon + 1).trim());
      if (key === destinationKey) line = index + 1;
    }
  }
  const last = properties;
  const isCut = size > 0 && last.size > 0 && last.size < size;
  // A route whose metric or adapter is cut off could win or lose wrongly.
  if (!isCut) close();
  return routes.table('list', isCut ? lastLineOf(lines) : null);
}
