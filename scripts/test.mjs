// Everything that must hold, in one command.
//   node scripts/test.mjs            all suites
//   node scripts/test.mjs NAME…      these suites, or groups of them
// Does its own set-up: packages, a build, a VS Code, a browser. The last line says how many tests passed and failed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled, fail, root } from './install.mjs';

const results = path.join(root, '.test-results');
const module = (file) => path.join(root, 'node_modules', file);

// A check is one test: it passes or it fails. The longest stands first.
const checks = {
  eslint: ['code is clean (eslint)', module('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
  format: [
    'code is formatted (prettier)',
    module('prettier/bin/prettier.cjs'),
    '--check',
    '--log-level=warn',
    '.',
  ],
  types: ['types hold (tsc)', module('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  portable: [
    'engine and language run in any host (tsc)',
    module('typescript/bin/tsc'),
    '-p',
    'server/language',
  ],
  client: ['the client takes what VS Code has (tsc)', module('typescript/bin/tsc'), '-p', 'client'],
  webview: [
    'the webviews take what a browser has (tsc)',
    module('typescript/bin/tsc'),
    '-p',
    'client/webview',
  ],
  dependencies: [
    'modules depend only on what they may (dependency-cruiser)',
    module('dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config=.dependency-cruiser.cjs',
    'client',
    'server',
    'shared',
  ],
  generated: [
    'what is generated is up to date',
    '--import=tsx',
    path.join(root, 'scripts/generate.ts'),
    '--check',
  ],
};

// Files of tests run at a time, each in one of a few processes.
const parallel = ['--parallel', `--jobs=${os.availableParallelism()}`];

// A suite counts its own tests: each returns { passed, failed, skipped: titles }, or throws when it could not run.
const suites = {
  integration: [
    'the extension in VS Code',
    async () => (await import('./integration.mjs')).runIntegrationTests(),
  ],
  web: [
    'the extension in a web extension host',
    async () => (await import('./integration.mjs')).runWebTests(),
  ],
  // Behind those that get a browser: these want it too.
  workbench: [
    'the call panel in the workbench',
    () =>
      runMocha(
        'workbench',
        'inherit',
        '--no-config',
        '--import=tsx',
        '--exit',
        'test/workbench/**/*.test.ts',
      ),
  ],
  unit: [
    'unit tests',
    () => runMocha('unit', 'inherit', ...parallel, '--ignore=test/stress/**', 'test/**/*.test.ts'),
  ],
  package: ['the package', async () => (await import('./package.mjs')).runPackageTests()],
};

// Suites that are run beside the checks: they need no quiet machine, but time.
const background = { stress: stressTasks, grammar: () => [['grammar tests', runGrammarTests]] };

const groups = {
  all: [...Object.keys(checks), ...Object.keys(background), ...Object.keys(suites)],
  lint: Object.keys(checks),
};

await main();

async function main() {
  const chosen = choose(process.argv.slice(2));
  process.chdir(root);
  ensureInstalled(root, 'the packages');
  fs.mkdirSync(results, { recursive: true });

  const total = { passed: 0, failed: 0, skipped: [] };
  const add = ({ passed, failed, skipped }) => {
    total.passed += passed;
    total.failed += failed;
    total.skipped.push(...skipped);
  };
  const isBundled = (name) => name in suites || name === 'stress';
  const built = !chosen.some(isBundled) || (await build());
  if (!built) add({ passed: 0, failed: 1, skipped: [] });
  const runnable = chosen.filter((name) => built || !isBundled(name));
  for (const result of await runSideBySide(runnable)) add(result);
  for (const name of runnable.filter((each) => each in suites)) add(await runSuite(...suites[name]));

  for (const line of linesOfSkipped(total.skipped)) console.log(`skipped: ${line}`);
  const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exit(total.failed > 0 ? 1 : 0); // whatever VS Code left running ends with this process
}

function choose(names) {
  const known = [...groups.all, ...Object.keys(groups)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) fail(`There is no suite "${unknown}". Suites: ${known.join(', ')}.`);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`The tests need Node 20.19 or newer; this is Node ${process.versions.node}.`);
  }
  const wanted = names.length > 0 ? names.flatMap((name) => groups[name] ?? [name]) : groups.all;
  return groups.all.filter((name) => wanted.includes(name));
}

async function build() {
  const { code, output } = await run([path.join(root, 'esbuild.js')]);
  if (code === 0) return true;
  console.log(`${output}\n✖ the build failed: only the checks are run`);
  return false;
}

/** Runs checks and background suites, as many at a time as there are processors. */
async function runSideBySide(names) {
  const [longest = [], ...others] = names.filter((name) => name in checks).map((name) => [checkTask(name)]);
  const suiteTasks = names.filter((name) => name in background).flatMap((name) => background[name]());
  const waiting = [...longest, ...suiteTasks, ...others.flat()];
  const outcomes = [];
  const worker = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) outcomes.push(await runTask(...task));
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  return outcomes;
}

/** Runs what says nothing before its end, and tells it in a line. */
async function runTask(title, runTests) {
  const start = performance.now();
  const { passed, failed, skipped, output = '' } = await attempt(runTests);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const counts = passed + failed + skipped.length === 1 ? '' : `: ${passed} passed, ${failed} failed`;
  console.log(`${failed ? '✖' : '✔'} ${title}${counts} (${seconds} s)${failed ? `\n${output}` : ''}`);
  return { passed, failed, skipped };
}

function checkTask(name) {
  const [title, ...command] = checks[name];
  return [
    title,
    async () => {
      const { code, output } = await run(command);
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], output };
    },
  ];
}

/** A task each file of test/stress. */
function stressTasks() {
  const names = fs
    .readdirSync(path.join(root, 'test/stress'))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.test.ts'.length));
  if (names.length === 0) fail('There are no tests in test/stress.');
  return names.map((name) => [
    `stress tests: ${name}`,
    () => runMocha(`stress-${name}`, 'pipe', `test/stress/${name}.test.ts`),
  ]);
}

/** What was skipped, a line each; what has the same reason behind its title in one line. */
function linesOfSkipped(titles) {
  const lines = [];
  const reasons = new Map();
  for (const title of titles) {
    const reason = /\(skipped: ([^()]+)\)/.exec(title)?.[1];
    if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    else lines.push(title);
  }
  return [...lines, ...[...reasons].map(([reason, count]) => `${count} tests: ${reason}`)];
}

async function runSuite(title, runTests) {
  console.log(`\n── ${title}`);
  const start = performance.now();
  const { passed, failed, skipped, output = '' } = await attempt(runTests);
  if (output) console.error(`✖ ${output}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${failed ? '✖' : '✔'} ${title}: ${passed} passed, ${failed} failed, ${skipped.length} skipped (${seconds} s)`,
  );
  return { passed, failed, skipped };
}

/** A suite that could not run has failed, and says why. */
async function attempt(runTests) {
  try {
    return await runTests();
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], output: error.message };
  }
}

/** Runs mocha, showing what it says or, with `pipe`, returning it with the counts. */
async function runMocha(name, shown, ...args) {
  const file = path.join(results, `${name}.json`);
  fs.rmSync(file, { force: true });
  const { code, output } = await run(
    [
      module('mocha/bin/mocha.js'),
      `--reporter=${path.join(root, 'scripts/mocha-reporter.cjs')}`,
      `--reporter-option=output=${file}`,
      ...args,
    ],
    shown,
  );
  if (!fs.existsSync(file)) throw new Error(`mocha ended with ${code} and told no result. ${output}`);
  return { ...JSON.parse(fs.readFileSync(file, 'utf8')), output };
}

/**
 * Each file of test/grammar is a test: a piece of trace with the scopes it must get, written between its lines or, in
 * the folder snapshot, kept in a `.snap` file beside it.
 */
async function runGrammarTests() {
  const files = fs
    .readdirSync(path.join(root, 'test/grammar'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.snap'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  if (files.length === 0) throw new Error('There are no tests in test/grammar.');
  const snapshots = files.filter((file) => file.includes('/snapshot/'));
  const missing = snapshots.find((file) => !fs.existsSync(`${file}.snap`));
  if (missing)
    throw new Error(`${missing}.snap is missing: npx vscode-tmgrammar-snap '${missing}' writes it.`);

  let passed = 0;
  for (const [program, tests] of [
    ['unit', files.filter((file) => !snapshots.includes(file))],
    ['snapshot', snapshots],
  ]) {
    if (tests.length === 0) continue;
    const { output } = await run([module(`vscode-tmgrammar-test/dist/${program}.js`), ...tests]);
    const good = output.match(/ run successful?ly\.$/gm)?.length ?? 0;
    if (good < tests.length) console.log(output);
    passed += good;
  }
  return { passed, failed: files.length - passed, skipped: [] };
}

/** Runs a Node program; its output is returned, or shown as it comes with `inherit`. */
async function run(command, output = 'pipe') {
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', output, output] });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, output: text.trim() };
}
