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

// A check is one test: it passes or it fails.
const checks = {
  format: [
    'code is formatted (prettier)',
    module('prettier/bin/prettier.cjs'),
    '--check',
    '--log-level=warn',
    '.',
  ],
  eslint: ['code is clean (eslint)', module('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
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

// A suite counts its own tests: each returns { passed, failed, skipped: titles }, or throws when it could not run.
const suites = {
  grammar: ['grammar tests', runGrammarTests],
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
    () => runMocha('workbench', '--no-config', '--import=tsx', '--exit', 'test/workbench/**/*.test.ts'),
  ],
  unit: ['unit tests', () => runMocha('unit', 'test/**/*.test.ts')],
  package: ['the package', async () => (await import('./package.mjs')).runPackageTests()],
};

const groups = { all: [...Object.keys(checks), ...Object.keys(suites)], lint: Object.keys(checks) };

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
  const chosenSuites = chosen.filter((name) => name in suites);
  const built = chosenSuites.every((name) => name === 'grammar') || (await build());
  if (!built) add({ passed: 0, failed: 1, skipped: [] });
  for (const result of await runChecks(chosen.filter((name) => name in checks))) add(result);
  for (const name of built ? chosenSuites : []) add(await runSuite(...suites[name]));

  for (const title of total.skipped) console.log(`skipped: ${title}`);
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

/** Runs the checks side by side, as many as there are processors. */
async function runChecks(names) {
  const waiting = [...names];
  const outcomes = [];
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const [title, ...command] = checks[name];
      const { code, output, seconds } = await run(command);
      console.log(`${code === 0 ? '✔' : '✖'} ${title} (${seconds} s)${code === 0 ? '' : `\n${output}`}`);
      outcomes.push({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] });
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  return outcomes;
}

async function runSuite(title, runTests) {
  console.log(`\n── ${title}`);
  const start = performance.now();
  let result;
  try {
    result = await runTests();
  } catch (error) {
    console.error(`✖ ${error.message}`);
    result = { passed: 0, failed: 1, skipped: [] };
  }
  const { passed, failed, skipped } = result;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${failed ? '✖' : '✔'} ${title}: ${passed} passed, ${failed} failed, ${skipped.length} skipped (${seconds} s)`,
  );
  return result;
}

async function runMocha(name, ...args) {
  const output = path.join(results, `${name}.json`);
  fs.rmSync(output, { force: true });
  const { code } = await run(
    [
      module('mocha/bin/mocha.js'),
      `--reporter=${path.join(root, 'scripts/mocha-reporter.cjs')}`,
      `--reporter-option=output=${output}`,
      ...args,
    ],
    'inherit',
  );
  if (!fs.existsSync(output)) throw new Error(`mocha ended with ${code} and told no result.`);
  return JSON.parse(fs.readFileSync(output, 'utf8'));
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
  const start = performance.now();
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', output, output] });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, output: text.trim(), seconds: ((performance.now() - start) / 1000).toFixed(1) };
}
