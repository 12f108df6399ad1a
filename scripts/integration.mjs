// The suites that run inside a VS Code: bundles them, and runs them in the best VS Code to be had.
//   node scripts/integration.mjs set-up          gets a VS Code and a browser
//   node scripts/integration.mjs desktop FILE    runs `test/integration/*.test.ts`, and writes the counts into FILE
//   node scripts/integration.mjs web FILE        those of `test/integration/web`
import esbuild from 'esbuild';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './install.mjs';
import { ensureBrowser } from './browser.mjs';
import { ensureVsCode, readTestLine, removeFolder, runInHostedVsCode, runInWebVsCode } from './vscode.mjs';

const samples = path.join(root, 'samples');
const parts = { 'set-up': setUp, desktop: runIntegrationTests, web: runWebTests };

/** Mocha's one-file build would take the bundle's `module` for its own: without one it defines its globals. */
const mochaAsGlobal = {
  name: 'mocha-as-global',
  setup(build) {
    build.onLoad({ filter: /[\\/]mocha[\\/]mocha\.js$/ }, ({ path: file }) => ({
      contents: `const module = undefined, exports = undefined, define = undefined;\n${fs.readFileSync(file, 'utf8')}`,
    }));
  },
};

const [part, file] = process.argv.slice(2);
try {
  const result = await parts[part]();
  if (result) fs.writeFileSync(file, JSON.stringify(result));
  process.exit(0); // whatever VS Code left running ends with this process
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

function setUp() {
  ensureVsCode();
  ensureBrowser();
}

/** `test/integration/*.test.ts` in a desktop VS Code where one can be downloaded and shown, else in the hosted one. */
async function runIntegrationTests() {
  const tests = await bundle('test/integration', 'node');
  const desktop = await desktopVsCode();
  return desktop ? runInDesktopVsCode(desktop, tests) : runInHostedVsCode(tests, samples);
}

/** `test/integration/web/*.test.ts` in a web extension host. */
async function runWebTests() {
  return runInWebVsCode(await bundle('test/integration/web', 'browser'));
}

/** Bundles a folder's suites with the runner; the bundle lies inside the project, or `vscode` is not found from it. */
async function bundle(folder, platform) {
  const suites = fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.test.ts'));
  if (suites.length === 0) throw new Error(`There are no tests in ${folder}.`);
  const outfile = path.join(root, '.test-results', `${platform}.js`);
  await esbuild.build({
    stdin: {
      contents: `
        import { runSuites } from '${root.replaceAll('\\', '/')}/test/integration/runner';
        export const run = () => runSuites(() => { ${suites.map((name) => `require('./${name}');`).join(' ')} });`,
      resolveDir: path.join(root, folder),
    },
    outfile,
    bundle: true,
    platform,
    format: 'cjs',
    external: ['vscode'],
    mainFields: platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [mochaAsGlobal],
  });
  return outfile;
}

/** The program of a desktop VS Code, downloaded if need be; undefined where that cannot be. */
async function desktopVsCode() {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_HOSTED } = process.env;
  if (VSCODE_HOSTED || (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)) return undefined;
  try {
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(3000),
    });
    if (!answer.ok) return undefined;
    return await downloadAndUnzipVSCode({ reporter: { report() {}, error() {} } });
  } catch {
    return undefined; // no way out to the network
  }
}

async function runInDesktopVsCode(program, tests) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
  process.on('exit', () => removeFolder(data));
  const vscode = spawn(
    program,
    [
      samples,
      `--extensionDevelopmentPath=${root}`,
      `--extensionTestsPath=${tests}`,
      `--user-data-dir=${path.join(data, 'user')}`,
      `--extensions-dir=${path.join(data, 'extensions')}`,
      '--disable-gpu-sandbox',
      '--disable-updates',
      '--disable-workspace-trust',
      '--no-sandbox',
      '--skip-release-notes',
      '--skip-welcome',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  process.on('exit', () => vscode.kill());
  let result;
  createInterface(vscode.stdout).on('line', (line) => (result ??= readTestLine(line)));
  const code = await new Promise((resolve, reject) => vscode.once('error', reject).once('close', resolve));
  if (!result) throw new Error(`The tests did not come to their end: VS Code ended with ${code}.`);
  return result;
}
