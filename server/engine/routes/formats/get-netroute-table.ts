/** `Get-NetRoute` as PowerShell shows it: columns below their names, underlined by dashes. */
import type { RouteTable } from '../model';
import { countOf, wordsOf, type RouteFormat } from './format';
import { destinationKey, NetRoutes } from './get-netroute';

export const getNetRouteTable: RouteFormat = {
  name: 'Get-NetRoute table',
  weigh: (lines) => 3 * countOf(lines, isHeader),
  read,
};

interface Column {
  readonly name: string;
  readonly start: number;
}

function isHeader(line: string): boolean {
  const words = wordsOf(line);
  return words.includes('DestinationPrefix') && !/[,;:"]/.test(line);
}

function read(lines: readonly string[]): RouteTable {
  const routes = new NetRoutes();
  let columns: readonly Column[] = [];
  for (const [index, text] of lines.entries()) {
    if (isHeader(text)) columns = columnsOf(text);
    else if (/^[\s-]*$/.test(text) || columns.length === 0) continue;
    else {
      const cells = cellsOf(text, columns);
      const properties = new Map(columns.map(({ name }, place) => [name, cells[place] ?? '']));
      const destination = properties.get(destinationKey) ?? '';
      if (/\.\.\.$|…$/.test(destination))
        routes.fault(index + 1, 'PowerShell shortened the destination: export a list or CSV instead.');
      else if (destination.includes('/')) routes.add(properties, index + 1);
      else if (/^\d/.test(text.trim())) routes.fault(index + 1, 'This line has no destination.');
    }
  }
  return routes.table('table', null);
}

function columnsOf(header: string): readonly Column[] {
  return Array.from(header.matchAll(/\S+/g), (found) => ({
    name: found[0].toLowerCase(),
    start: found.index,
  }));
}

/** The cells of a row. Numbers stand right in their columns, and may begin before the names above them. */
function cellsOf(row: string, columns: readonly Column[]): readonly string[] {
  const words = wordsOf(row);
  if (words.length === columns.length) return words;
  const wide = widened(row);
  const cuts = columns.map(({ start }) => {
    let at = Math.min(start, wide.length);
    while (at > 0 && wide[at - 1] !== ' ' && wide[at] !== ' ') at--;
    return at;
  });
  return cuts.map((cut, place) =>
    wide
      .slice(cut, cuts[place + 1])
      .replaceAll('\0', '')
      .trim(),
  );
}

/** Letters of East Asia take two places of a console; a filler stands for the second. */
function widened(row: string): string {
  return row.replace(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g, '$&\0');
}
