/** Comma-separated values (RFC 4180), with the separator that the header uses. */
export interface CsvRow {
  /** Of its first character; counts from 1. */
  readonly line: number;
  readonly values: readonly string[];
  /** The text ends within a quoted value. */
  readonly cut: boolean;
}

/** The separator of a header: which of them stands in it most often outside of quotes. */
export function separatorOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: bare.split(separator).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

/** Reads rows from a line on; empty lines are passed over. A quoted value may hold line ends. */
export function readCsv(lines: readonly string[], from: number, separator: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let at = from;
  while (at < lines.length) {
    const start = at;
    let values: string[] = [];
    let open = '';
    let isOpen = false;
    do {
      const read = readLine(lines[at] ?? '', separator, isOpen ? `${open}\n` : null);
      values = [...values, ...read.values];
      open = read.open ?? '';
      isOpen = read.open !== null;
      at++;
    } while (isOpen && at < lines.length);
    if (isOpen) values.push(open);
    if (values.some((value) => value !== '')) rows.push({ line: start + 1, values, cut: isOpen });
  }
  return rows;
}

/** Values of a line; `open` is what a quoted value that goes on in the next line holds so far. */
function readLine(
  line: string,
  separator: string,
  before: string | null,
): { readonly values: readonly string[]; readonly open: string | null } {
  const values: string[] = [];
  let value = before ?? '';
  let quoted = before !== null;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quoted) {
      if (char !== '"') value += char;
      else if (line[at + 1] === '"') {
        value += '"';
        at++;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === separator) {
      values.push(value);
      value = '';
    } else value += char;
  }
  if (quoted) return { values, open: value };
  return { values: [...values, value], open: null };
}
