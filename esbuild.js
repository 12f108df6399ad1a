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

const bundles = [
  { ...node, entryPoints: ['client/main.node.ts'], outfile: 'dist/client.js', external: ['vscode'] },
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
  { ...node, entryPoints: ['server/main.node.ts'], outfile: 'dist/server.js' },
  { ...web, entryPoints: ['server/main.web.ts'], outfile: 'dist/server.web.js', format: 'iife' },
  {
    ...node,
    entryPoints: ['server/cli.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
    // What only some commands need is loaded when one of them runs.
    external: ['./commands'],
    supported: { 'dynamic-import': false },
    plugins: [executable('dist/cli.js')],
  },
  { ...node, entryPoints: ['server/cli/commands.ts'], outfile: 'dist/commands.js' },
];

main();

async function main() {
  process.chdir(__dirname);
  const contexts = await Promise.all(bundles.map((bundle) => esbuild.context({ ...common(), ...bundle })));
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch())).catch(giveUp);
    return;
  }
  const results = await Promise.all(contexts.map((context) => context.rebuild())).catch(giveUp);
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results !== null) await writeNotices(results);
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

/** Sets the executable bits, so that `./dist/cli.js` runs. */
function executable(file) {
  return {
    name: 'executable',
    setup(build) {
      build.onEnd((result) => {
        if (result.errors.length === 0) fs.chmodSync(file, 0o755);
      });
    },
  };
}
