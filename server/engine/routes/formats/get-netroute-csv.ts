/** `Get-NetRoute | Export-Csv`, with commas, semicolons or tabs. */
import type { RouteTable } from '../model';
import { countOf, lastLineOf, type RouteFormat } from './format';
import { destinationKey, NetRoutes } from './get-netroute';

export const getNetRouteCsv: RouteFormat = {
  name: 'Get-NetRoute csv',
  // One line tells it, however many others look like something else.
  weigh: (lines) => lines.length * countOf(lines, (line) => delimiterOf(line) !== null),
  read,
};

/** What separates the columns of a header; null for another line. */
function delimiterOf(line: string): string | null {
  if (!/(?:^|[,;\t])"?DestinationPrefix"?(?:[,;\t]|$)/.test(line.trim())) return null;
  return /[,;\t]/.exec(line)?.[0] ?? ',';
}

function read(lines: readonly string[]): RouteTable {
  const routes = new NetRoutes();
  const last = lastLineOf(lines);
  let names: readonly string[] = [];
  let delimiter = ',';
  let isCut = false;
  for (const [index, text] of lines.entries()) {
    const found = names.length === 0 ? delimiterOf(text) : null;
    if (found !== null) {
      delimiter = found;
      names = cellsOf(text, delimiter).map((name) => name.toLowerCase());
    } else if (names.length > 0 && text.trim() !== '') {
      const cells = cellsOf(text, delimiter);
      if (cells.length === names.length && hasPairedQuotes(text))
        routes.add(new Map(names.map((name, place) => [name, cells[place] ?? ''])), index + 1);
      else if (index + 1 === last) isCut = true;
      else
        routes.fault(index + 1, `The line has ${cells.length} columns where the head has ${names.length}.`);
    }
  }
  const hasDestination = names.includes(destinationKey);
  return routes.table('csv', isCut || !hasDestination ? last : null);
}

function hasPairedQuotes(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 0;
}

/** Cells of a line; quoted ones may hold the delimiter, and quotes as pairs (RFC 4180 §2). */
function cellsOf(line: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (char === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (char === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}
