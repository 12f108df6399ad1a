// Opens VS Code with the extension on the samples, or on a trace of yours:  npm start [-- FILE]
// Does its own set-up. A desktop VS Code where the command `code` is there, else one in the browser.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { onPath } from './browser.mjs';
import { ensureInstalled, fail, root, windows } from './install.mjs';
import { ensureVsCode, serveVsCode } from './vscode.mjs';

const usualPort = 8123;

const opened = whatToOpen(process.argv.slice(2));
ensureInstalled(root, 'the packages');
build();
const code = desktopCommand();
if (code) openDesktop(code, opened);
else await openInBrowser(opened);

/** The folder to open, and the file in it if one is named. */
function whatToOpen(names) {
  if (names.length > 1) fail('Name one file: npm start -- FILE');
  if (names.length === 0) return { folder: path.join(root, 'samples') };
  const file = path.resolve(process.env.INIT_CWD ?? '.', names[0]); // npm itself changes to the project's folder
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (!stats) fail(`There is no file ${file}.`);
  return stats.isDirectory() ? { folder: file } : { folder: path.dirname(file), file };
}

function build() {
  const { status } = spawnSync(process.execPath, [path.join(root, 'esbuild.js')], { stdio: 'inherit' });
  if (status !== 0) fail('The build failed: see its message above.');
}

/** `code`, unless it is the one of a remote window or would refuse to run as root. */
function desktopCommand() {
  if (process.env.VSCODE_IPC_HOOK_CLI || (process.platform === 'linux' && process.getuid() === 0))
    return undefined;
  return onPath('code');
}

function openDesktop(command, { folder, file }) {
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder, ...(file ? [file] : [])];
  const { error, status } = windows
    ? spawnSync(`"${command}" ${args.map((arg) => `"${arg}"`).join(' ')}`, { stdio: 'inherit', shell: true })
    : spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0)
    fail(`VS Code did not start: ${error?.message ?? `${command} ended with ${status}`}.`);
}

async function openInBrowser(what) {
  ensureVsCode();
  const port = process.env.PORT ?? ((await isFree(usualPort)) ? usualPort : 0);
  const server = await serveVsCode({ port, installed: true });
  const url = server.url(what);
  console.log(`\nVS Code with SIP Trace Inspector is at\n\n  ${url}\n\nCtrl+C ends it.`);
  showInBrowser(url);
  await server.ended;
  fail('The VS Code server ended by itself.');
}

async function isFree(port) {
  const probe = net.createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Opens the user's browser where there is one; the address is printed in any case. */
function showInBrowser(url) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (windows) {
    spawn('rundll32', ['url.dll,FileProtocolHandler', url], { stdio: 'ignore' }).once('error', () => {});
    return;
  }
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return;
  const opener = onPath(process.platform === 'darwin' ? 'open' : 'xdg-open');
  if (opener) spawn(opener, [url], { stdio: 'ignore', detached: true }).unref();
}
