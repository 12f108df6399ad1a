// Tests of the package: it is small, holds what it must, installs in VS Code, and runs without this folder.
//   node scripts/package.mjs FILE    writes the counts into FILE
import { listFiles } from '@vscode/vsce';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, windows } from './install.mjs';
import { noticesFile, packageFolder } from './notices.mjs';
import { installExtension } from './vscode.mjs';

const largest = 2_000_000; // octets
const commandBundles = ['cli', 'commands', 'judge-worker'].map((name) => `dist/${name}.js`);
const needed = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  noticesFile,
  'bin/sip-trace',
  'bin/sip-trace.cmd',
  ...['lint', 'messages', 'calls', 'replay', 'path', 'rules'].map(
    (command) => `schemas/${command}.schema.json`,
  ),
  ...[
    'client.js',
    'connect.node.js',
    'client.web.js',
    'server.js',
    'server.web.js',
    'rule-pages.json',
    'webview/overview.js',
    'webview/overview.css',
    'webview/call/main.js',
    'webview/call/main.css',
  ].map((name) => `dist/${name}`),
  ...commandBundles,
];

try {
  fs.writeFileSync(process.argv[2], JSON.stringify(await runPackageTests()));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function runPackageTests() {
  const vsix = path.join(root, '.test-results/extension.vsix');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'package-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const result = { passed: 0, failed: 0, skipped: [] };
  const check = (title, wrong) => {
    if (wrong) result.failed++;
    else result.passed++;
    console.log(wrong ? `  ✖ ${title}: ${wrong}` : `  ✔ ${title}`);
  };

  const vsce = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--out', vsix],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (vsce.status !== 0) throw new Error(`vsce package failed:\n${vsce.stdout}${vsce.stderr}`);
  const size = fs.statSync(vsix).size;
  check(`is under 2 MB (${(size / 1e6).toFixed(2)} MB)`, size < largest ? '' : 'it is not');

  const files = await listFiles({ cwd: root, dependencies: false });
  check('holds what is needed', needed.filter((file) => !files.includes(file)).join(', '));
  const lost = namedInManifest().filter(
    (file) => !files.some((name) => name === file || name.startsWith(`${file}/`)),
  );
  check('holds what its manifest names', lost.join(', '));
  check('tells the licence of each package that is bundled', withoutNotice().join(', '));
  const foreign = files.filter((file) =>
    /\.(?:map|ts|mjs|tgz|vsix)$|^(?:test|host|node_modules)\//.test(file),
  );
  check('holds no sources, tests or tools', foreign.join(', '));

  const [installed, why] = installExtension(vsix, folder);
  check('installs in VS Code', installed ? '' : why);
  if (installed) {
    const { status, stderr } = spawnSync(process.execPath, [path.join(installed, 'dist/cli.js'), 'rules'], {
      encoding: 'utf8',
    });
    check('has a command line that runs', status === 0 ? '' : stderr);
    if (!windows) {
      const launched = spawnSync('sh', [path.join(installed, 'bin/sip-trace'), 'rules'], {
        encoding: 'utf8',
        env: { ...process.env, PATH: '/usr/bin:/bin', SIP_TRACE_NODE: process.execPath },
      });
      check('starts it in a terminal', launched.status === 0 ? '' : launched.stderr);
    }
  }
  check('is a command that npm installs', whyNoCommand(folder));
  return result;
}

/** What goes wrong where the npm package is made, installed without a network, and run; empty where all goes well. */
function whyNoCommand(folder) {
  const npm = (...args) => spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: windows });
  // The bundles are those of the package above.
  const packed = npm('pack', '--ignore-scripts', '--json', '--pack-destination', folder);
  if (packed.status !== 0) return packed.stderr;
  const packedFiles = JSON.parse(packed.stdout)[0].files.map(({ path: name }) => name);
  const lost = commandBundles.filter((file) => !packedFiles.includes(file));
  if (lost.length > 0) return `it lacks ${lost.join(', ')}`;
  const tarball = fs.readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) return 'npm pack wrote nothing';
  const prefix = path.join(folder, 'npm');
  const from = path.join(folder, tarball);
  const installed = npm(
    'install',
    '--global',
    '--prefix',
    prefix,
    '--offline',
    '--no-audit',
    '--no-fund',
    from,
  );
  if (installed.status !== 0) return installed.stderr;
  const command = path.join(prefix, windows ? 'sip-trace.cmd' : 'bin/sip-trace');
  const run = spawnSync(command, ['calls', path.join(root, 'samples/inbound-ok.siptrace')], {
    encoding: 'utf8',
    shell: windows,
  });
  return run.status === 0 && run.stdout.includes('answered') ? '' : run.stdout + run.stderr;
}

/** The bundled packages, as the source maps know them, that the notices leave out. */
function withoutNotice() {
  const notices = fs.readFileSync(path.join(root, noticesFile), 'utf8');
  const folders = fs
    .readdirSync(path.join(root, 'dist'), { recursive: true })
    .filter((file) => file.endsWith('.js.map'))
    .flatMap((file) => {
      const { sources } = JSON.parse(fs.readFileSync(path.join(root, 'dist', file), 'utf8'));
      return sources.map((source) => packageFolder(source));
    });
  const names = new Set(
    folders.filter((folder) => folder !== null).map((folder) => folder.split('node_modules/').at(-1)),
  );
  const missing = [...names].filter((name) => !notices.includes(`\n${name} `));
  return names.size > 0 ? missing : ['no package is known'];
}

/** The files and folders of this project that package.json names. */
function namedInManifest() {
  const found = [];
  JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'), (_key, value) => {
    if (typeof value === 'string' && value.includes('/')) found.push(path.posix.normalize(value));
    return value;
  });
  return found.filter((file) => fs.existsSync(path.join(root, file)));
}
