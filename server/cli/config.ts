import fs from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../shared/protocol';
import { defaultSettings, readSettings } from '../settings';
import type { Arguments } from './arguments';
import { UsageError } from './usage';

export const configName = '.siptracerc.json';

/** The settings of a run: defaults, under the config file, under the command line. */
export function loadSettings(args: Arguments, folder: string): Settings {
  const file = args.config ?? findConfig(folder);
  const settings = file === null ? defaultSettings : readConfig(file);
  return {
    ...settings,
    profile: args.profile ?? settings.profile,
    rules: { ...settings.rules, ...args.rules },
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
    text = fs.readFileSync(file, 'utf8');
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
  return reading.settings;
}
