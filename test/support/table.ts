import fs from 'node:fs';

/** The rows of a file of tab-separated values, by the names of its first line. Lines that begin with `#` are notes. */
export function readTable(file: string): readonly Readonly<Record<string, string>>[] {
  const lines = fs.readFileSync(file, 'utf8').split(/\r?\n/);
  const [head = '', ...rows] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const names = head.split('\t');
  return rows.map((row) =>
    Object.fromEntries(row.split('\t').map((cell, index) => [names[index] ?? '', cell])),
  );
}
