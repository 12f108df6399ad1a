// Changes the sources one place at a time and looks whether a test notices: a mutant that lives is a gap in the tests.
//   npm run mutation -- [--sample N] [--seed N] [SUBJECT…]
// A mutant runs in a copy of the project, against the tests of its subject alone; sources themselves stay as they are.
// Not part of `npm test`: a mutant takes some seconds.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { fail, root } from './install.mjs';

/** Folder of sources → the tests that shall notice what changes in it. */
const subjects = {
  rules: ['server/engine/rules', ['test/engine/rules/**/*.test.ts', 'test/engine/defects.test.ts']],
  calls: ['server/engine/calls', ['test/engine/calls/**/*.test.ts', 'test/engine/rules/**/*.test.ts']],
  sdp: ['server/engine/sdp', ['test/engine/sdp/**/*.test.ts', 'test/engine/rules/**/*.test.ts']],
  ice: [
    'server/engine/ice',
    [
      'test/engine/ice/**/*.test.ts',
      'test/engine/rules/*.test.ts',
      'test/language/replay*.test.ts',
      'test/server/replay.test.ts',
    ],
  ],
  language: ['server/language', ['test/language/**/*.test.ts', 'test/server/*.test.ts']],
};

const otherOperator = new Map([
  ['===', '!=='],
  ['!==', '==='],
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['&&', '||'],
  ['||', '&&'],
  ['+', '-'],
  ['-', '+'],
]);

/** Milliseconds after which a mutant counts as noticed: it does not come to an end. */
const PATIENCE = 180_000;

const { values, positionals } = parseArgs({
  options: { sample: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !(name in subjects));
if (unknown) fail(`There is no subject "${unknown}". Subjects: ${Object.keys(subjects).join(', ')}.`);

await main(positionals.length > 0 ? positionals : Object.keys(subjects));

async function main(names) {
  const all = names.flatMap((name) => mutantsBelow(name, subjects[name][0]));
  const chosen = shuffled(all, Number(values.seed)).slice(0, Number(values.sample));
  console.log(`${chosen.length} of ${all.length} mutants, seed ${values.seed}`);
  const workers = Math.max(1, Math.floor(os.availableParallelism() / 2));
  const counts = Object.fromEntries(names.map((name) => [name, { killed: 0, lived: 0 }]));
  const waiting = [...chosen];
  const work = async () => {
    const copy = copyOfProject();
    try {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const lives = await survives(mutant, copy);
        counts[mutant.subject][lives ? 'lived' : 'killed']++;
        if (lives) console.log(`lives: ${mutant.file}:${mutant.line}  ${mutant.old} → ${mutant.new}`);
      }
    } finally {
      fs.rmSync(path.dirname(copy), { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  for (const [name, { killed, lived }] of Object.entries(counts)) {
    if (killed + lived > 0) console.log(`${name}: ${killed} of ${killed + lived} killed`);
  }
}

/** Runs the tests of a subject over one changed file, which is put back; true where all pass. */
async function survives(mutant, copy) {
  const file = path.join(copy, mutant.file);
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.slice(0, mutant.start) + mutant.new + text.slice(mutant.end));
  try {
    // Tests of the server run its bundle.
    if ((await run([path.join(copy, 'esbuild.js')], copy)) !== 0) return false;
    const mocha = path.join(copy, 'node_modules/mocha/bin/mocha.js');
    return (await run([mocha, '--bail', '--reporter=dot', ...subjects[mutant.subject][1]], copy)) === 0;
  } finally {
    fs.writeFileSync(file, text);
  }
}

/** The exit code of a Node program; null where it was stopped. */
function run(args, cwd) {
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: 'ignore',
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}

/** A copy without what is not needed, in a folder of its own; the packages and what stands beside are shared. */
function copyOfProject() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutation-'));
  const copy = path.join(folder, 'project');
  const left = new Set(['.git', 'node_modules', 'host', '.test-results', 'dist']);
  fs.cpSync(root, copy, {
    recursive: true,
    filter: (source) => !left.has(path.relative(root, source)),
  });
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  const beside = path.join(root, '../shared');
  if (fs.existsSync(beside)) fs.symlinkSync(beside, path.join(folder, 'shared'), 'junction');
  return copy;
}

/** Every change that is tried: of operators, truth values, `!` and conditions. */
function mutantsBelow(subject, folder) {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('index.ts') && !name.includes('knowledge'))
    .sort()
    .flatMap((name) => {
      const file = path.posix.join(folder, name.replaceAll('\\', '/'));
      const text = fs.readFileSync(path.join(root, file), 'utf8');
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      const found = [];
      const visit = (node) => {
        for (const [start, end, replacement] of changesOf(node)) {
          const { line } = source.getLineAndCharacterOfPosition(start);
          const old = text.slice(start, end);
          found.push({ subject, file, line: line + 1, start, end, old, new: replacement });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });
}

/** What is tried at a node: start, end and the text that takes their place. */
function changesOf(node) {
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken;
    const other = otherOperator.get(operator.getText());
    // `+` of text has no other: it would not be noticed as a type error either.
    const isOfText = [node.left, node.right].some(
      (side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side),
    );
    return other === undefined || isOfText ? [] : [[operator.getStart(), operator.getEnd(), other]];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword && !ts.isLiteralTypeNode(node.parent))
    return [[node.getStart(), node.getEnd(), 'false']];
  if (node.kind === ts.SyntaxKind.FalseKeyword && !ts.isLiteralTypeNode(node.parent))
    return [[node.getStart(), node.getEnd(), 'true']];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [[node.getStart(), node.operand.getStart(), '']];
  return [];
}

/** In an order that the seed alone decides (Fisher and Yates, by a linear congruential generator). */
function shuffled(list, seed) {
  const result = [...list];
  let state = seed >>> 0;
  for (let at = result.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    [result[at], result[other]] = [result[other], result[at]];
  }
  return result;
}
