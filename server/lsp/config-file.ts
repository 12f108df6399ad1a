/** `.siptracerc.json` for a document: the same file that the command line reads, which wins over the editor's settings. */
import type { ConfigFilesParams, Settings } from '../../shared/protocol';
import { decodeText } from '../engine/basics/decode';
import { unescaped } from '../engine/basics/escapes';
import { settingsForFile, underFile } from '../settings';
import type { CaptureHost, HostFile } from './captures';

export const configName = '.siptracerc.json';

type Disk = Pick<CaptureHost, 'fileAt'>;

/** The host's disk, and what the client told of configuration files where there is none. */
export class ConfigDisk implements Disk {
  #told: ReadonlyMap<string, string> = new Map();

  constructor(private readonly host: Disk) {}

  /** Takes all files that the client knows, in place of those before; says whether they are others. */
  take({ files }: ConfigFilesParams): boolean {
    const before = this.#told;
    this.#told = new Map(files.map(({ uri, text }) => [uri, text]));
    return this.#told.size !== before.size || files.some(({ uri, text }) => before.get(uri) !== text);
  }

  fileAt(uri: string): HostFile | null {
    const text = this.#told.get(uri);
    return text === undefined ? this.host.fileAt(uri) : fileOf(new TextEncoder().encode(text));
  }
}

function fileOf(octets: Uint8Array): HostFile {
  return {
    size: () => octets.length,
    pieces: () => [octets],
    read: (start, end) => octets.subarray(start, end),
  };
}

/**
 * The settings of a document.
 *
 * @param settings the editor's; they alone hold where no file is found
 * @param say is told in a line why a file does not count
 */
export function configuredFor(
  uri: string,
  settings: Settings,
  host: Disk,
  say: (line: string) => void,
): Settings {
  const found = findConfig(uri, host);
  if (found === null) return settingsForFile(settings, pathIn('', uri));
  const { folder, text } = found;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    say(`${folder}${configName}: no valid JSON`);
    return settings;
  }
  const reading = underFile(settings, json);
  if (reading.kind === 'problem') {
    say(`${folder}${configName}: ${reading.problem}`);
    return settings;
  }
  return settingsForFile(reading.settings, pathIn(folder, uri));
}

interface ConfigFile {
  /** URI with a slash at its end. */
  readonly folder: string;
  readonly text: string;
}

/** The nearest file, from the document's folder upward to the root of its repository, else of the disk or workspace. */
function findConfig(uri: string, host: Disk): ConfigFile | null {
  let folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  const root = uri.indexOf('://') + '://'.length;
  while (folder.length > root) {
    const text = textAt(`${folder}${configName}`, host);
    if (text !== null) return { folder, text };
    if (isThere(`${folder}.git`, host)) return null;
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  }
  return null;
}

function textAt(uri: string, host: Disk): string | null {
  try {
    const file = host.fileAt(uri);
    return file === null ? null : decodeText(file.read(0, file.size())).text;
  } catch {
    return null;
  }
}

function isThere(uri: string, host: Disk): boolean {
  try {
    return (host.fileAt(uri)?.size() ?? -1) >= 0;
  } catch {
    return false;
  }
}

/** The path of a document, from a folder on, without the escapes of URIs. */
function pathIn(folder: string, uri: string): string {
  return unescaped(uri.startsWith(folder) ? uri.slice(folder.length) : uri);
}
