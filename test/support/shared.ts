/**
 * Material that stands beside the repository where it was checked out with it. Where it is absent, its tests are
 * skipped, and each says so.
 */
import fs from 'node:fs';
import path from 'node:path';
import { skipFor, skippedFor } from './skip';

/** Where the material stands, if it does. */
export const shared = path.resolve(import.meta.dirname, '../../../shared');
const absent = '../shared is not there';

/** A file or folder of the shared material; null where it is absent. */
export function sharedPath(...parts: readonly string[]): string | null {
  const at = path.join(shared, ...parts);
  return fs.existsSync(at) ? at : null;
}

/** Skips a test, or in a hook all tests of its suite, for want of shared material. */
export function skipUnshared(context: Mocha.Context): never {
  return skipFor(absent, context);
}

/**
 * The files of a shared folder that have such a name, to make a test of each. Where there are none, one skipped test
 * stands for them all: to be called while tests are described.
 */
export function filesToTest(folder: string, name: RegExp): readonly string[] {
  const files = filesBelow(sharedPath(folder)).filter((file) => name.test(path.basename(file)));
  if (files.length === 0) it(`each file of ../shared/${folder}${skippedFor(absent)}`);
  return files;
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
