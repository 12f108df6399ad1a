/** The traces of the folder samples. */
import fs from 'node:fs';
import path from 'node:path';

/** The text of a sample, its lines ended by LF. */
export function readSample(name: string): string {
  const file = path.resolve(import.meta.dirname, '../../samples', name);
  return fs.readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
}
