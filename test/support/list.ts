/** What a list tells its writer, gathered. */
import type { ListWriter } from '../../server/engine/report/list-writer';
import type { ListRow } from '../../server/engine/report/shapes';

interface Told {
  readonly rows: readonly ListRow[];
  readonly lines: readonly string[];
}

/** All rows and lines that are told. */
export function toldBy(tell: (writer: ListWriter) => void): Told {
  const rows: ListRow[] = [];
  const lines: string[] = [];
  tell({
    begin: () => undefined,
    row: (value) => rows.push(value()),
    lines: (told) => lines.push(...told()),
    end: () => undefined,
    finish: () => undefined,
  });
  return { rows, lines };
}
