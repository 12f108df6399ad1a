// Finds the Chromium or Chrome that shows the workbench, and gets it where that is possible without asking.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const places = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => [
    path.join(process.env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
    path.join(process.env[name] ?? '', 'Microsoft/Edge/Application/msedge.exe'),
  ]),
};

/**
 * The path of a Chromium or Chrome: what the environment variable CHROMIUM names, or one of this machine. Root on
 * Debian gets one installed.
 * @throws {Error} with one line that says what is missing
 */
export function ensureBrowser() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!fs.existsSync(named)) throw new Error(`CHROMIUM names ${named}, which does not exist.`);
    return named;
  }
  const found = findBrowser() ?? (installFromDebian() ? findBrowser() : undefined);
  if (found) return found;
  throw new Error(
    'No Chromium or Chrome found: install one (Debian: apt-get install chromium) or set CHROMIUM to its path.',
  );
}

/** Where `command` is on the PATH, if it is. */
export function onPath(command) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', '.bat'] : [''];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => endings.map((ending) => path.join(folder, command + ending)))
    .find(isExecutable);
}

function findBrowser() {
  return (
    commands.map(onPath).find(Boolean) ?? (places[process.platform] ?? []).find((file) => fs.existsSync(file))
  );
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || !fs.existsSync('/etc/debian_version') || !onPath('apt-get')) return false;
  console.log('Installing Chromium from the Debian packages (once)…');
  const commands = [
    ['update'],
    ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
  ];
  for (const command of commands) {
    const run = spawnSync('apt-get', command, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (run.status !== 0) {
      const last = `${run.stdout}\n${run.stderr}`.trim().split('\n').at(-1);
      throw new Error(`Chromium could not be installed: apt-get ${command[0]} says: ${last}`);
    }
  }
  return true;
}
