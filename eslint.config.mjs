import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const nodeGlobals = [
  'Buffer',
  'process',
  'global',
  'require',
  'module',
  '__dirname',
  '__filename',
  'setImmediate',
  'clearImmediate',
];

/** Globals that open connections. */
const senders = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'navigator'];

/** Reading the clock. */
const clocks = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'A rule reads no clock.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'A rule reads no clock.' },
];
const spread = {
  selector: 'ObjectExpression > SpreadElement',
  message: 'Write the fields out: this is made for every header, key or rule.',
};
/** A list that is as long as a trace allows: an engine takes no more than some hundred thousand arguments. */
const unbounded = [
  {
    selector: "CallExpression[callee.object.name='Math'] > SpreadElement",
    message: 'A list may be longer than arguments: use leastOf or mostOf.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(?:push|unshift|splice|concat)$/] > SpreadElement',
    message: 'A list may be longer than arguments: add its members one by one.',
  },
];

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '**/*.d.ts',
    '**/fixtures/',
    'dist/',
    '.test-results/',
    '.vscode-test/',
    'samples/',
  ]),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    extends: [js.configs.recommended, regexp.configs.recommended],
    rules: {
      // Traces are hostile: no regular expression may take longer than linear in its input (invariant 8).
      'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain' }],
      // What standards and people write is easier to compare when it stays as they wrote it.
      'regexp/no-unused-capturing-group': 'off', // does not see every use in a replacer's parameters
      'regexp/match-any': 'off',
      'regexp/prefer-d': 'off',
      'regexp/prefer-w': 'off',
      'regexp/use-ignore-case': 'off',
      eqeqeq: 'error',
      'no-eval': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // VS Code takes any object with a `dispose`
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
    },
  },
  {
    files: ['test/**', 'scripts/**'],
    ignores: ['**/*.json'],
    rules: {
      // Their input is our own.
      'regexp/no-super-linear-backtracking': 'off',
      'regexp/no-super-linear-move': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'console',
          'process',
          'performance',
          'fetch',
          'AbortSignal',
          'URL',
          'URLSearchParams',
          'setInterval',
          'setTimeout',
          'clearTimeout',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', __dirname: 'readonly' },
    },
  },
  {
    // They run unchanged in a web worker (invariant 1).
    files: ['server/engine/**', 'server/language/**', 'shared/**'],
    ignores: ['**/*.json'],
    rules: {
      'no-restricted-globals': ['error', ...nodeGlobals, ...senders],
    },
  },
  {
    files: ['server/**', 'shared/**'],
    ignores: ['**/*.json'],
    rules: { 'no-restricted-syntax': ['error', ...unbounded] },
  },
  {
    // Nothing leaves the machine (invariant 9).
    files: ['client/**', 'server/cli/**', 'server/lsp/**', 'server/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...senders],
    },
  },
  {
    // A rule is a pure function of the model: no settings, no clock, no chance (invariants 5 and 6).
    files: ['server/engine/rules/**'],
    ignores: ['**/*.json'],
    rules: {
      'no-restricted-globals': ['error', ...nodeGlobals, ...senders, 'performance', 'crypto'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'A rule reads no clock.' },
        { object: 'Math', property: 'random', message: 'A rule leaves nothing to chance.' },
      ],
      'no-restricted-syntax': ['error', ...unbounded, ...clocks],
    },
  },
  {
    // They make objects for every header, key and rule: a spread there takes most of the time (V8 copies by name).
    files: ['server/engine/sip/values.ts', 'server/engine/sdp/**'],
    rules: { 'no-restricted-syntax': ['error', ...unbounded, spread] },
  },
  {
    files: ['server/engine/rules/lint.ts'],
    rules: { 'no-restricted-syntax': ['error', ...unbounded, ...clocks, spread] },
  },
);
