// Puts a folder's packages in place with `npm ci`, and only when they are not there yet. Needs Node alone.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const windows = process.platform === 'win32';

/** Ends the program with one line on standard error. */
export function fail(message) {
  console.error(message);
  process.exit(2);
}

/** Runs `npm ci` in `folder` unless what is installed is what its lock file asks for. */
export function ensureInstalled(folder, what) {
  if (isInstalled(folder)) return;
  console.log(`Installing ${what} from the npm registry (once)…`);
  // Whatever npm is set to leave out (NODE_ENV=production), the tools are needed here.
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: windows,
  });
  if (npm.error) fail(`npm could not be run: ${npm.error.message}`);
  if (npm.status !== 0) fail(`npm ci failed in ${folder}: see its message above.`);
}

/** Whether every package of the lock file that this machine needs is installed in the version it names. */
function isInstalled(folder) {
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const present = readPackages(path.join(folder, 'node_modules/.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, { version, integrity, optional, link }]) => {
    if (!name.startsWith('node_modules/') || link) return true;
    const installed = present[name];
    return installed ? installed.version === version && installed.integrity === integrity : optional === true;
  });
}

function readPackages(lockFile) {
  try {
    return JSON.parse(fs.readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined; // not there, or cut off by an install that did not end
  }
}
