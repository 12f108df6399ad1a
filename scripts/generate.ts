/**
 * Writes what is derived: from the rules their index and ids, the heads of their pages, the lists of them and their ids in
 * the manifest; from the manifest the README's table of settings; from the types of what `--format json` prints its JSON schemas.
 *   node --import tsx scripts/generate.ts           writes
 *   node --import tsx scripts/generate.ts --check   fails where something is out of date
 */
import fs from 'node:fs';
import path from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { thresholds } from '../server/engine/basics/thresholds';
import { configSchema, type Property } from './config-schema';
import { indexPage, subjectsTable } from './rule-lists';
import { settingsTable, type Setting } from './setting-list';

const root = path.resolve(__dirname, '..');
const rulesFolder = path.join(root, 'server/engine/rules');
const check = process.argv.includes('--check');
const stale: string[] = [];

function put(file: string, text: string): void {
  const old = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (old === text) return;
  if (check) stale.push(path.relative(root, file));
  else fs.writeFileSync(file, text);
}

/** Beside the rules stand files that several of them share. */
function declaresRule(file: string): boolean {
  return fs.readFileSync(file, 'utf8').includes('\nexport const rule = defineRule(');
}

/** `folder/id` of every rule, in order of the ids. */
function ruleFiles(): readonly string[] {
  return fs
    .readdirSync(rulesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      fs
        .readdirSync(path.join(rulesFolder, name))
        .filter((file) => declaresRule(path.join(rulesFolder, name, file)))
        .map((file) => `${name}/${file.slice(0, -3)}`),
    )
    .sort((a, b) => (path.basename(a) < path.basename(b) ? -1 : 1));
}

/** `ice/ice-lite-missing` → `iceLiteMissing`. */
function constantName(file: string): string {
  return path.basename(file).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The ids of verdicts, and those of rules: with a file, and of those that verdicts bring with them. */
async function writeIds(files: readonly string[]): Promise<void> {
  const { verdictRules, verdicts } = await import('../server/engine/ice/verdicts/index');
  putIds('server/engine/ice/verdicts/ids.ts', 'VerdictId', Object.keys(verdicts));
  const ids = [...files.map((file) => path.basename(file)), ...verdictRules.map(({ id }) => id)];
  putIds('server/engine/basics/rule-ids.ts', 'RuleId', ids);
}

function putIds(file: string, type: string, ids: readonly string[]): void {
  const members = ids.toSorted().map((id) => `\n  | '${id}'`);
  put(
    path.join(root, file),
    `/** Written by scripts/generate.ts: run \`npm run generate\` after adding one. */\nexport type ${type} =${members.join('')};\n`,
  );
}

function writeIndex(files: readonly string[]): void {
  const lines = files.map((file) => `import { rule as ${constantName(file)} } from './${file}';`);
  const list = files.map((file) => `  ${constantName(file)},`);
  put(
    path.join(rulesFolder, 'index.ts'),
    [
      '/** All rules, in order of their ids. Written by scripts/generate.ts: run `npm run generate` after adding one. */',
      ...lines,
      "import type { Rule } from './rule';",
      "import { rulesOfVerdicts } from './verdict-rules';",
      '',
      'const rulesWithFile: readonly Rule[] = [',
      ...list,
      '];',
      '',
      'export const rules: readonly Rule[] = [...rulesWithFile, ...rulesOfVerdicts].sort((a, b) =>',
      '  a.id < b.id ? -1 : 1,',
      ');',
      '',
    ].join('\n'),
  );
}

async function writeDerived(): Promise<void> {
  const { rules } = await import('../server/engine/rules/index');
  const { pageHead } = await import('../server/engine/report/rule-docs');
  for (const rule of rules) {
    const file = path.join(root, 'docs/rules', `${rule.id}.md`);
    if (fs.existsSync(file)) put(file, between(fs.readFileSync(file, 'utf8'), 'head', pageHead(rule)));
  }
  put(path.join(root, 'docs/rules/README.md'), indexPage(rules));
  const manifestFile = path.join(root, 'package.json');
  const manifest = fs.readFileSync(manifestFile, 'utf8');
  const { defaultSettings } = await import('../server/settings');
  const readme = path.join(root, 'README.md');
  const shown = subjectsTable(rules, 'docs/rules/README.md');
  const settings = settingsTable(settingsOf(manifest), new Set(Object.keys(defaultSettings)));
  const text = between(fs.readFileSync(readme, 'utf8'), 'rules', shown);
  put(readme, between(text, 'settings', settings));
  const written = withRuleSettings(manifest, rules);
  put(manifestFile, written);
  const schema = configSchema(propertiesOf(written), Object.keys(defaultSettings), readTexts());
  put(path.join(root, 'schemas/siptracerc.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function between(text: string, name: string, inner: string): string {
  const open = `<!-- ${name} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf(`<!-- /${name} -->`);
  if (start === -1 || end === -1) return text;
  return `${text.slice(0, start + open.length)}\n${inner}\n${text.slice(end)}`;
}

interface RuleFace {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
}

interface Manifest {
  contributes?: {
    configuration?:
      | { properties?: Record<string, Record<string, unknown>> }
      | { properties?: Record<string, Record<string, unknown>> }[];
  };
}

function readTexts(): Readonly<Record<string, string>> {
  return JSON.parse(fs.readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
}

function propertiesOf(text: string): Readonly<Record<string, Property>> {
  const manifest = JSON.parse(text) as Manifest;
  const sections = [manifest.contributes?.configuration ?? []].flat();
  return Object.fromEntries(sections.flatMap(({ properties = {} }) => Object.entries(properties)));
}

/** The settings of the manifest with their texts; members of the network are listed like settings. */
function settingsOf(text: string): readonly Setting[] {
  const texts = readTexts();
  const properties = propertiesOf(text);
  const network = (properties['sipTrace.network']?.['properties'] ?? {}) as Record<string, Property>;
  const members = Object.entries(network).map(([name, each]) => [`sipTrace.network.${name}`, each] as const);
  return Object.entries(properties)
    .flatMap(([name, each]) =>
      name === 'sipTrace.network' ? [[name, each] as const, ...members] : [[name, each] as const],
    )
    .map(([name, property]) => {
      const description = property['markdownDescription'] ?? property['description'];
      if (typeof description !== 'string') throw new Error(`The setting "${name}" has no description.`);
      return {
        name,
        default: property['default'] ?? '',
        description: texts[description.replaceAll('%', '')] ?? description,
      };
    });
}

/** The limits of rules, as members of a setting. */
function thresholdProperties(): Readonly<Record<string, Property>> {
  return Object.fromEntries(
    Object.entries(thresholds).map(([id, { standard, unit, least, most, means }]) => [
      id,
      {
        type: 'number',
        minimum: least,
        maximum: most,
        default: standard,
        description: `In ${unit === 'ms' ? 'milliseconds' : unit}: ${means}.`,
      },
    ]),
  );
}

/** Offers the rule ids in the settings editor and in settings.json. */
function withRuleSettings(text: string, rules: readonly RuleFace[]): string {
  const manifest = JSON.parse(text) as Manifest;
  const sections = [manifest.contributes?.configuration ?? []].flat();
  for (const section of sections) {
    const limits = section.properties?.['sipTrace.thresholds'];
    if (limits !== undefined) limits['properties'] = thresholdProperties();
    const setting = section.properties?.['sipTrace.rules'];
    if (setting === undefined) continue;
    setting['properties'] = Object.fromEntries(
      rules.map(({ id, title, severity }) => [
        id,
        {
          enum: ['default', 'off', 'info', 'warning', 'error'],
          description: `${title} (${severity} by default)`,
        },
      ]),
    );
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Command → the type of what it prints. */
const outputs = {
  lint: 'LintOutput',
  messages: 'MessagesOutput',
  calls: 'CallsOutput',
  replay: 'ReplayOutput',
  path: 'PathOutput',
  explain: 'ExplainOutput',
  rules: 'RulesOutput',
} as const;

/** Commands that print a list → the type of its rows; of `ndjson` each line is a row with the path of its file. */
const rows = {
  messages: 'MessageRow',
  calls: 'CallRowValue',
  replay: 'ReplayRow',
  path: 'PathRow',
  explain: 'ExplainRow',
} as const;

/** A reader of the output must bear fields that it does not know, so the schemas let them be. */
function writeSchemas(): void {
  const generator = createGenerator({
    path: path.join(root, 'server/engine/report/shapes.ts'),
    tsconfig: path.join(root, 'tsconfig.json'),
    topRef: false,
    additionalProperties: true,
    sortProps: false,
    skipTypeCheck: true,
  });
  for (const [command, type] of Object.entries(outputs))
    putSchema(command, `${command} --format json`, generator.createSchema(type));
  putSchema('lint-line', lineTitle('lint'), generator.createSchema('LintLine'));
  const { $schema, type: kind, properties, required } = generator.createSchema('ListLine');
  for (const [command, type] of Object.entries(rows)) {
    const row = { $ref: `${command}.schema.json#/definitions/${type}` };
    putSchema(`${command}-line`, lineTitle(command), {
      $schema,
      allOf: [row, { type: kind, properties, required }],
    });
  }
}

function lineTitle(command: string): string {
  return `${command} --format ndjson, each line`;
}

function putSchema(name: string, title: string, schema: object): void {
  const titled = { title: `sip-trace ${title}`, ...schema };
  put(path.join(root, 'schemas', `${name}.schema.json`), `${JSON.stringify(titled, null, 2)}\n`);
}

async function main(): Promise<void> {
  const files = ruleFiles();
  await writeIds(files);
  writeIndex(files);
  if (!process.argv.includes('--index')) {
    await writeDerived();
    writeSchemas();
  }
  if (stale.length === 0) return;
  console.error(`Out of date, run npm run generate: ${stale.join(', ')}`);
  process.exitCode = 1;
}

void main();
