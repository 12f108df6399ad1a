// Everything that must hold, in one command.
//   node scripts/test.mjs            all suites
//   node scripts/test.mjs NAME…      these suites, or groups of them
// Does its own set-up: packages, a build, a VS Code, a browser. The last line says how many tests passed and failed.
// What is run alone shows what it says as it comes; else each part is told in a line, with what it said where it failed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled, fail, root } from './install.mjs';

const results = path.join(root, '.test-results');
const module = (file) => path.join(root, 'node_modules', file);
const script = (name) => path.join(root, 'scripts', name);

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
  generated: ['what is generated is up to date', '--import=tsx', script('generate.ts'), '--check'],
};

// A suite is a program that counts its own tests and writes { passed, failed, skipped: titles } into a file.
const suites = {
  integration: ['the extension in VS Code', (file) => [script('integration.mjs'), 'desktop', file]],
  web: ['the extension in a web extension host', (file) => [script('integration.mjs'), 'web', file]],
  workbench: [
    'the call panel in the workbench',
    (file) => [...mocha(file), ...['--no-config', '--import=tsx', '--exit', 'test/workbench/**/*.test.ts']],
  ],
  // Files run at a time, each in one of a few processes.
  unit: [
    'unit tests',
    (file) => [
      ...mocha(file),
      ...['--parallel', `--jobs=${os.availableParallelism()}`],
      ...['--ignore=test/stress/**', 'test/**/*.test.ts'],
    ],
  ],
  package: ['the package', (file) => [script('package.mjs'), file]],
};

const inBrowser = ['integration', 'web', 'workbench'];

const groups = {
  all: [...Object.keys(checks), 'stress', 'grammar', ...Object.keys(suites)],
  lint: Object.keys(checks),
};

/** Gives way to what is not run so, but is not left without a processor where others work, too. */
const background = { priority: 5 };

/** The programs that are running: they end with this one. */
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGINT'); // mocha hands on no other
    process.exit(130);
  });
}

await main();

async function main() {
  const chosen = choose(process.argv.slice(2));
  process.chdir(root);
  ensureInstalled(root, 'the packages');
  fs.mkdirSync(results, { recursive: true });

  const isBundled = (name) => name in suites || name === 'stress';
  const built = !chosen.some(isBundled) || (await build());
  const runnable = chosen.filter((name) => built || !isBundled(name));
  const alone = runnable.length === 1 ? { shown: 'inherit' } : {};
  const outcomes = await runSideBySide(
    runnable.filter((name) => name !== 'package'),
    alone,
  );
  // It makes the bundles anew: nothing else may use them then.
  if (runnable.includes('package')) outcomes.push(await runTask(...suiteTask('package', alone)));
  if (!built) outcomes.push({ passed: 0, failed: 1, skipped: [] });

  const sum = (kind) => outcomes.reduce((total, outcome) => total + outcome[kind], 0);
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  for (const line of linesOfSkipped(skipped)) console.log(`skipped: ${line}`);
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${rest}`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
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

/**
 * Runs all else, as many tasks at a time as there are processors, beside a queue of the suites that use a browser: these
 * wait most of the time, and come first when they do not.
 */
async function runSideBySide(names, alone) {
  const suitesInBrowser = names.filter((name) => inBrowser.includes(name));
  // Unit tests use the browser, too, where it is there: they wait for it.
  const ready =
    suitesInBrowser.length > 0
      ? run([script('integration.mjs'), 'set-up'], { shown: 'inherit' })
      : Promise.resolve();
  const whenReady = ([title, runTests]) => [title, () => ready.then(runTests)];

  const [longest = [], ...others] = names.filter((name) => name in checks).map((name) => [checkTask(name)]);
  const queue = [
    ...longest,
    ...(names.includes('stress') ? stressTasks() : []),
    ...(names.includes('unit') ? [whenReady(suiteTask('unit', { ...background, ...alone }))] : []),
    ...(names.includes('grammar') ? [['grammar tests', runGrammarTests]] : []),
    ...others.flat(),
  ];
  const outcomes = [];
  const work = async (tasks) => {
    for (let task = tasks.shift(); task; task = tasks.shift()) outcomes.push(await runTask(...task));
  };
  await Promise.all([
    work(suitesInBrowser.map((name) => whenReady(suiteTask(name, alone)))),
    ...Array.from({ length: os.availableParallelism() }, () => work(queue)),
  ]);
  return outcomes;
}

/** Runs a task and tells it in a line, behind which stands what a failed one said. */
async function runTask(title, runTests) {
  const start = performance.now();
  const { passed, failed, skipped, output = '' } = await attempt(runTests);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const counts = passed + failed + skipped.length === 1 ? '' : `: ${passed} passed, ${failed} failed`;
  console.log(`${failed ? '✖' : '✔'} ${title}${counts} (${seconds} s)${failed ? `\n${output}` : ''}`);
  return { passed, failed, skipped };
}

/** A task that could not be run has failed, and says why. */
async function attempt(runTests) {
  try {
    return await runTests();
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], output: error.message };
  }
}

function checkTask(name) {
  const [title, ...command] = checks[name];
  return [
    title,
    async () => {
      const { code, output } = await run(command, background);
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
    () => runSuite(`stress-${name}`, (file) => [...mocha(file), `test/stress/${name}.test.ts`], background),
  ]);
}

function suiteTask(name, how) {
  const [title, command] = suites[name];
  return [title, () => runSuite(name, command, how)];
}

/** Runs a suite's program; gives back the counts that it writes, and what it said where that was not shown. */
async function runSuite(name, command, how) {
  const file = path.join(results, `${name}.json`);
  fs.rmSync(file, { force: true });
  const { code, output } = await run(command(file), how);
  if (!fs.existsSync(file)) throw new Error(`${output}\nIt ended with ${code} and told no result.`);
  const { passed, failed, skipped } = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (code !== 0 && failed === 0) throw new Error(`${output}\nNo test failed, but it ended with ${code}.`);
  return { passed, failed, skipped, output };
}

/** The command of mocha that writes its counts into a file. */
function mocha(file) {
  return [
    module('mocha/bin/mocha.js'),
    `--reporter=${script('mocha-reporter.cjs')}`,
    `--reporter-option=output=${file}`,
  ];
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
    const { output } = await run([module(`vscode-tmgrammar-test/dist/${program}.js`), ...tests], background);
    const good = output.match(/ run successful?ly\.$/gm)?.length ?? 0;
    if (good < tests.length) console.log(output);
    passed += good;
  }
  return { passed, failed: files.length - passed, skipped: [] };
}

/** Runs a Node program; its output is returned, or shown as it comes with `inherit`. */
async function run(command, { shown = 'pipe', priority = os.constants.priority.PRIORITY_NORMAL } = {}) {
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', shown, shown] });
  running.add(child);
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  if (child.pid !== undefined && priority !== 0) os.setPriority(child.pid, priority);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  running.delete(child);
  return { code, output: text.trim() };
}
