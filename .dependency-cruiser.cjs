// Who may import whom: the invariants of ARCHITECTURE.md, checked.
'use strict';

const waysIn =
  '^(client/(main\\.(node|web)|webview/(overview|call/main))|server/(main\\.(node|web)|cli|cli/judge-worker))\\.ts$';
const portable = '^(shared|server/(engine|language))/';
const vscode = '(^|/)vscode$|node_modules/@types/vscode/';
const lspTransports =
  'node_modules/(vscode-languageserver|vscode-languageclient|vscode-languageserver-protocol|vscode-jsonrpc)/';

/**
 * The floors of the engine, from the ground up. A folder knows what lies below its floor, and none of its neighbours.
 * What stands alone beside the folders is a floor, too.
 */
const floors = [
  ['basics'],
  ['layout', 'network'],
  ['routes', 'firewall'],
  ['sdp', 'stun', 'rtp'],
  ['sip', 'srtp'],
  ['capture', 'text'],
  ['trace-text'],
  ['traces'],
  ['evidence'],
  ['calls'],
  ['call-index', 'ice'],
  ['path'],
  ['rules'],
  ['diagnosis', 'suppression'],
  ['analysis'],
  ['corrections', 'report'],
  ['batches'],
];
const engine = '^server/engine/';
const rooms = (names) => `${engine}(${names.join('|')})(/|\\.ts$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared-is-below-all',
      comment: 'Client, webviews and server share it. Of packages it takes types only.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: '^shared/|node_modules/vscode-languageserver-types/' },
    },
    {
      name: 'engine-and-language-run-in-any-host',
      comment: 'No Node and no vscode: they run unchanged in a web worker.',
      severity: 'error',
      from: { path: portable },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-leaves-the-machine',
      comment: 'No module that opens a connection.',
      severity: 'error',
      from: { path: '^(client|server|shared)/' },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram|dns|inspector)(/|$)' },
    },
    {
      name: 'engine-and-language-know-no-editor',
      severity: 'error',
      from: { path: portable },
      to: { path: [vscode, lspTransports] },
    },
    {
      name: 'engine-speaks-no-lsp',
      severity: 'error',
      from: { path: engine },
      to: { path: 'node_modules/vscode-|^server/(?!engine/)|^client/' },
    },
    {
      name: 'every-file-of-the-engine-has-a-floor',
      severity: 'error',
      from: {},
      to: { path: engine, pathNot: rooms(floors.flat()) },
    },
    ...floors.flatMap((names, floor) =>
      names.map((name) => ({
        name: `engine-looks-down-from-${name}`,
        comment:
          'Floors know what lies below them: the list of floors in this file, the picture in ARCHITECTURE.md.',
        severity: 'error',
        from: { path: rooms([name]) },
        to: { path: engine, pathNot: rooms([...floors.slice(0, floor).flat(), name]) },
      })),
    ),
    {
      name: 'language-takes-only-types-of-lsp',
      comment: 'Plain data in LSP shapes; the wiring is in server/lsp.',
      severity: 'error',
      from: { path: '^server/language/' },
      to: { path: 'node_modules/vscode-', pathNot: 'node_modules/vscode-languageserver-types/' },
    },
    {
      name: 'language-knows-no-wiring',
      severity: 'error',
      from: { path: '^server/language/' },
      to: { path: '^server/(?!engine/|language/)|^client/' },
    },
    {
      name: 'only-the-client-imports-vscode',
      severity: 'error',
      from: { pathNot: '^(client|test/integration)/' },
      to: { path: vscode },
    },
    {
      name: 'client-takes-no-code-of-the-server',
      comment: 'What both need is in shared.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/' },
    },
    {
      name: 'webviews-run-in-a-page',
      comment:
        'What they share with the extension are the types of their protocol, and what everybody shares.',
      severity: 'error',
      from: { path: '^client/webview/' },
      to: { pathNot: '^(client/webview|shared)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-extension-takes-types-of-webviews',
      severity: 'error',
      from: { path: '^client/(?!webview/)' },
      to: { path: '^client/webview/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-does-not-know-the-client',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^client/' },
    },
    {
      name: 'no-circles',
      comment: 'Not even of types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circles-of-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'What no way in reaches is dead.',
      severity: 'error',
      from: { path: waysIn },
      to: { path: '^(client|server|shared)/', pathNot: waysIn, reachable: false },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
