/** Material that stands beside the repository where it was checked out with it; elsewhere its tests are skipped. */
import fs from 'node:fs';
import path from 'node:path';

const shared = path.resolve(__dirname, '../../../shared');

/** A file or folder of the shared material; null where it is absent. */
export function sharedPath(...parts: readonly string[]): string | null {
  const at = path.join(shared, ...parts);
  return fs.existsSync(at) ? at : null;
}

/** All files below a folder, in order; empty where the folder is absent. */
export function filesBelow(folder: string | null): readonly string[] {
  if (folder === null) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
