// Bundles every way into the program: the extension and its language server, each for Node and for the web, the
// extension's webviews, and the command line.
//   node esbuild.js [--production] [--watch]
'use strict';
const esbuild = require('esbuild');
const fs = require('node:fs');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

// The `main` files of the vscode-languageserver packages are UMD, which no bundler can follow: `module` first.
const node = { platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const web = {
  platform: 'browser',
  format: 'cjs',
  target: 'es2022',
  mainFields: ['browser', 'module', 'main'],
};

/** Where bundles stand that share parts, until they are made CommonJS: only ES modules can be parted. */
const modules = 'dist/modules';

const bundles = [
  {
    ...node,
    entryPoints: ['client/main.node.ts'],
    outfile: 'dist/client.js',
    // Most of the time of an activation would go into reading the language client, which is wanted with the first trace.
    external: ['vscode', './connect.node'],
    supported: { 'dynamic-import': false },
  },
  {
    ...node,
    entryPoints: ['client/connect.node.ts'],
    outfile: 'dist/connect.node.js',
    external: ['vscode'],
  },
  { ...web, entryPoints: ['client/main.web.ts'], outfile: 'dist/client.web.js', external: ['vscode'] },
  {
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: [
      'client/webview/overview.ts',
      'client/webview/overview.css',
      'client/webview/call/main.ts',
      'client/webview/call/main.css',
    ],
    outdir: 'dist/webview',
  },
  { ...web, entryPoints: ['server/main.web.ts'], outfile: 'dist/server.web.js', format: 'iife' },
  {
    ...node,
    // The server and the command line share what both need; `commands` is loaded when a command runs that needs it.
    entryPoints: {
      server: 'server/main.node.ts',
      cli: 'server/cli.ts',
      commands: 'server/cli/commands.ts',
      'judge-worker': 'server/cli/judge-worker.ts',
    },
    outdir: modules,
    splitting: true,
    format: 'esm',
    // What comes of them takes these maps in.
    sourcemap: 'linked',
    chunkNames: 'shared/[hash]',
    plugins: [commonJs()],
  },
];

main();

async function main() {
  process.chdir(__dirname);
  writeRulePages();
  const contexts = await Promise.all(bundles.map((bundle) => esbuild.context({ ...common(), ...bundle })));
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch())).catch(giveUp);
    return;
  }
  const results = await Promise.all(contexts.map((context) => context.rebuild())).catch(giveUp);
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results !== null) await writeNotices(results);
}

/**
 * All pages in one file, each line once: the package compresses files one by one, and examples have whole calls in common.
 * `lines` are all that there are, `pages` the places of a page's lines among them, in base 36: `5k+3` are three in a row.
 */
function writeRulePages() {
  const folder = 'docs/rules';
  const places = new Map();
  const placeOf = (line) => {
    if (!places.has(line)) places.set(line, places.size);
    return places.get(line);
  };
  const pages = fs
    .readdirSync(folder)
    .map((name) => [name, runsOf(fs.readFileSync(`${folder}/${name}`, 'utf8').split('\n').map(placeOf))]);
  fs.mkdirSync('dist', { recursive: true });
  fs.writeFileSync(
    'dist/rule-pages.json',
    JSON.stringify({ lines: [...places.keys()], pages: Object.fromEntries(pages) }),
  );
}

function runsOf(places) {
  const runs = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last !== undefined && last.start + last.count === place) last.count++;
    else runs.push({ start: place, count: 1 });
  }
  return runs
    .map(({ start, count }) => start.toString(36) + (count === 1 ? '' : `+${count.toString(36)}`))
    .join(' ');
}

function giveUp() {
  process.exitCode = 1; // esbuild has said why
  return null;
}

async function writeNotices(results) {
  const { noticesFile, noticesOf } = await import('./scripts/notices.mjs');
  fs.writeFileSync(noticesFile, noticesOf(results.map(({ metafile }) => metafile)));
}

function common() {
  return {
    bundle: true,
    metafile: true,
    minify: production,
    // A released bundle does not mention its source map, which stays out of the VSIX.
    sourcemap: production ? 'external' : 'linked',
    legalComments: 'none',
    logLevel: watch ? 'info' : 'warning',
  };
}

/**
 * Takes what a part needs of another once. As CommonJS is made of modules, each use would ask a getter, and what stands
 * behind one is never inlined: an eighth of the time of `lint`.
 */
function withPlainImports(script) {
  return script.replace(
    /(?<=^|;)import\s*\{([^}]*)\}\s*from\s*("\.[^"]+");/gmu,
    (_, names, from) => `const {${names.replaceAll(/ as /gu, ': ')}} = require(${from});`,
  );
}

/** Makes CommonJS of the bundles that share parts, and of `cli.js` a program. */
function commonJs() {
  return {
    name: 'common-js',
    setup(build) {
      build.onEnd(async ({ errors, metafile }) => {
        if (errors.length > 0) return;
        fs.rmSync('dist/shared', { recursive: true, force: true });
        const scripts = Object.keys(metafile.outputs).filter((file) => file.endsWith('.js'));
        for (const script of scripts)
          fs.writeFileSync(script, withPlainImports(fs.readFileSync(script, 'utf8')));
        await esbuild.build({
          ...common(),
          bundle: false,
          entryPoints: scripts,
          outbase: modules,
          outdir: 'dist',
          platform: 'node',
          format: 'cjs',
          target: node.target,
          supported: { 'dynamic-import': false },
        });
        fs.rmSync(modules, { recursive: true });
        fs.chmodSync('dist/cli.js', 0o755);
      });
    },
  };
}
