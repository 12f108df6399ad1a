/** The files that a command line means: folders are walked, and patterns are matched where no shell has done so. */
import fs from 'node:fs';
import path from 'node:path';
import { openTrace } from '../engine/call-index/open-trace';
import { decodeText } from '../engine/basics/decode';
import { readText } from '../engine/traces/read';
import { matches } from '../pattern';
import { filePieces } from './pieces';
import { isUsageError, UsageError } from './usage';

/** So much of a text in a folder is looked at to tell whether it is a trace, in octets. */
const SAMPLE = 1 << 20;

/**
 * The files of a command line, those of a folder in order of their names. A folder gives all traces below it; what is
 * hidden, and `node_modules`, is passed over. Throws {@link UsageError} where nothing is found.
 *
 * @param names as they were typed, `-` being standard input
 * @param folder that relative names are relative to
 */
export function expandFiles(names: readonly string[], folder: string): readonly string[] {
  return names.flatMap((name) => {
    if (name === '-') return [name];
    const stat = statOf(path.resolve(folder, name));
    if (stat !== null) return stat.isDirectory() ? tracesBelow(name, folder) : [name];
    // What is no pattern is a file, of which its reader says why it is not there.
    if (!/[*?]/.test(name)) return [name];
    const found = matching(name, folder);
    if (found.length === 0) throw new UsageError(`${name}: no file matches`);
    return found.flatMap((each) =>
      statOf(path.resolve(folder, each))?.isDirectory() === true ? tracesBelow(each, folder) : [each],
    );
  });
}

function tracesBelow(name: string, folder: string): readonly string[] {
  const found = filesBelow(name, folder).filter((file) => isTrace(path.resolve(folder, file)));
  if (found.length === 0) throw new UsageError(`${name}: no trace in this folder`);
  return found;
}

function filesBelow(name: string, folder: string): readonly string[] {
  return entriesOf(path.resolve(folder, name)).flatMap((entry) => {
    const below = path.join(name, entry.name);
    if (entry.isDirectory()) return filesBelow(below, folder);
    // A link to a file counts, one to a folder may lead in a circle.
    return statOf(path.resolve(folder, below))?.isFile() === true ? [below] : [];
  });
}

/** What is in a folder and neither hidden nor installed, by name; nothing of one that cannot be read. */
function entriesOf(folder: string): readonly fs.Dirent[] {
  try {
    return fs
      .readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** Whether a file is a capture, or a text in whose beginning something of a call is found. */
function isTrace(file: string): boolean {
  try {
    const opened = openTrace([() => filePieces(file)]);
    switch (opened.kind) {
      case 'packets':
      case 'sngrep':
        return true;
      case 'unreadable':
        return false;
      case 'text': {
        const [beginning = new Uint8Array(0)] = filePieces(file);
        return readText(decodeText(beginning.subarray(0, SAMPLE)).text).records.length > 0;
      }
    }
  } catch (error) {
    // Its reader says why it cannot be read.
    if (isUsageError(error)) return true;
    throw error;
  }
}

/** The files and folders that a pattern names, by name. */
function matching(pattern: string, folder: string): readonly string[] {
  const root = path.parse(pattern).root;
  const parts = pattern
    .slice(root.length)
    .split(path.sep === '\\' ? /[/\\]/ : '/')
    .filter((part) => part !== '');
  return [...new Set(walk(root, parts, folder))];
}

function walk(name: string, [part, ...rest]: readonly string[], folder: string): readonly string[] {
  if (part === undefined) return [name];
  const at = path.resolve(folder, name);
  if (!/[*?]/.test(part)) {
    const next = path.join(name, part);
    return statOf(path.resolve(folder, next)) === null ? [] : walk(next, rest, folder);
  }
  const entries = entriesOf(at);
  if (part === '**') {
    const deeper = entries.filter((entry) => entry.isDirectory());
    return [
      ...walk(name, rest.length === 0 ? ['*'] : rest, folder),
      ...deeper.flatMap((entry) => walk(path.join(name, entry.name), [part, ...rest], folder)),
    ];
  }
  return entries
    .filter((entry) => matches(part, entry.name))
    .flatMap((entry) => walk(path.join(name, entry.name), rest, folder));
}

function statOf(file: string): fs.Stats | null {
  return fs.statSync(file, { throwIfNoEntry: false }) ?? null;
}
