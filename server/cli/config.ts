import fs from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../shared/protocol';
import { decodeText } from '../engine/basics/decode';
import { defaultSettings, readSettings, settingsForFile } from '../settings';
import type { Arguments } from './arguments';
import { UsageError } from './usage';

const configName = '.siptracerc.json';

/** The settings for each file that is named. */
export type FileSettings = ReadonlyMap<string, Settings>;

/**
 * The settings for each file, or without one for the folder as `-`: defaults, under the config file that lies nearest to it, under the command line. Throws
 * {@link UsageError}.
 *
 * @param folder where the command runs; what comes from standard input belongs there
 */
export function loadSettings(args: Arguments, folder: string): FileSettings {
  const read = new Map<string, Settings>();
  const settingsOf = (file: string): Settings => {
    const config =
      args.config ?? findConfig(file === '-' ? folder : path.dirname(path.resolve(folder, file)));
    if (config === null) return defaultSettings;
    const known = read.get(config) ?? readConfig(path.resolve(folder, config));
    read.set(config, known);
    const from = path.dirname(path.resolve(folder, config));
    return settingsForFile(known, path.relative(from, path.resolve(folder, file)).replaceAll(path.sep, '/'));
  };
  const files = args.files.length === 0 ? ['-'] : args.files;
  return new Map(files.map((file) => [file, underArguments(settingsOf(file), args)]));
}

function underArguments(settings: Settings, args: Arguments): Settings {
  return {
    ...settings,
    profile: args.profile ?? settings.profile,
    rules: { ...settings.rules, ...args.rules },
    // The command line has the last word.
    overrides: settings.overrides.length === 0 ? [] : [...settings.overrides, { rules: args.rules }],
    maxFindingsPerRule: args.maxFindings ?? settings.maxFindingsPerRule,
  };
}

/** The nearest config file, from a folder upward to the root of its repository, else of the disk. */
function findConfig(folder: string): string | null {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const file = path.join(at, configName);
    if (fs.existsSync(file)) return file;
    if (fs.existsSync(path.join(at, '.git')) || path.dirname(at) === at) return null;
  }
}

function readConfig(file: string): Settings {
  let text: string;
  try {
    // Editors on Windows put a byte order mark before it.
    text = decodeText(fs.readFileSync(file)).text;
  } catch {
    throw new UsageError(`${file}: the config file cannot be read`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${file}: no valid JSON (${error instanceof Error ? error.message.split('\n')[0] : ''})`,
    );
  }
  const reading = readSettings(json);
  if (reading.kind === 'problem') throw new UsageError(`${file}: ${reading.problem}`);
  return withPlace(reading.settings, path.dirname(path.resolve(file)));
}

/** A file that a config file names stands beside it. */
function withPlace(settings: Settings, folder: string): Settings {
  const { network } = settings;
  const file: unknown = network.endpointsFile;
  if (typeof file !== 'string') return settings;
  return { ...settings, network: { ...network, endpointsFile: path.resolve(folder, file) } };
}
