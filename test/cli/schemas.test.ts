/** The JSON schemas of the package, held against what the command line prints. */
import Ajv, { type AnySchemaObject } from 'ajv';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { commandLine } from '../support/command-line';
import { filesBelow } from '../support/shared';

const root = path.resolve(__dirname, '../..');
const traces = [...filesBelow(path.join(root, 'samples')), ...filesBelow(path.join(root, 'test/fixtures'))];
const commands = ['lint', 'messages', 'calls', 'replay', 'path', 'explain', 'rules'] as const;
/** Those with a line of `ndjson` for each thing that they tell. */
const listed = ['lint', 'messages', 'calls', 'replay', 'path', 'explain'] as const;
type Command = (typeof commands)[number];

/** Some fixtures are no traces: each costs a line on standard error. */
async function printed(
  command: Command,
  format: 'json' | 'ndjson',
  files: readonly string[],
): Promise<string> {
  const { out } = await commandLine([command, '--format', format, ...(command === 'rules' ? [] : files)]);
  return out;
}

async function outputOf(command: Command, files: readonly string[]): Promise<unknown> {
  return JSON.parse(await printed(command, 'json', files));
}

async function linesOf(command: Command): Promise<readonly unknown[]> {
  const lines = (await printed(command, 'ndjson', traces)).split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => JSON.parse(line) as unknown);
}

function schemaOf(name: string): AnySchemaObject {
  const file = path.join(root, 'schemas', `${name}.schema.json`);
  return JSON.parse(fs.readFileSync(file, 'utf8')) as AnySchemaObject;
}

/** The schema without room for fields that it does not name. */
function closed(schema: AnySchemaObject): AnySchemaObject {
  return JSON.parse(
    JSON.stringify(schema, (_key, value: unknown) =>
      isObject(value) && isObject(value['properties']) ? { ...value, additionalProperties: false } : value,
    ),
  ) as AnySchemaObject;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with an output; empty where nothing is. */
function wrongs(schema: AnySchemaObject, output: unknown): string {
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  return validate(output) ? '' : new Ajv().errorsText(validate.errors);
}

/** The places of all objects in a value. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (isObject(value)) yield value;
  if (isObject(value) || Array.isArray(value))
    for (const each of Object.values(value)) yield* objectsIn(each);
}

describe('the JSON schemas', () => {
  it('are one a command', () => {
    assert.deepEqual(
      fs.readdirSync(path.join(root, 'schemas')).sort(),
      [
        ...commands.map((command) => `${command}.schema.json`),
        ...listed.map((command) => `${command}-line.schema.json`),
        'siptracerc.schema.json',
      ].sort(),
    );
  });

  for (const command of commands)
    describe(command, () => {
      let output: unknown;
      before(async () => {
        output = await outputOf(command, traces);
      });

      it('describes each field of what is printed for many traces', () => {
        assert.ok([...objectsIn(output)].length > 100);
        assert.equal(wrongs(closed(schemaOf(command)), output), '');
      });

      it('describes what is printed for one trace', async () => {
        const one = await outputOf(command, [
          path.join(root, 'samples/outbound-credentials-change.siptrace'),
        ]);
        assert.equal(wrongs(closed(schemaOf(command)), one), '');
      });

      it('leaves room for fields to come', () => {
        const more = structuredClone(output);
        for (const each of objectsIn(more)) each['to-come'] = 1;
        assert.equal(wrongs(schemaOf(command), more), '');
      });

      it('refuses what is spoilt', () => {
        const validate = new Ajv({ allowUnionTypes: true }).compile(schemaOf(command));
        const spoilt = structuredClone(output);
        const [outer] = [...objectsIn(spoilt)];
        assert.ok(outer);
        for (const [name, value] of Object.entries(outer)) {
          if (name === 'path') continue; // stands only beside several files
          Reflect.deleteProperty(outer, name);
          assert.equal(validate(spoilt), false, `without ${name}`);
          outer[name] = { no: 'value' };
          assert.equal(validate(spoilt), false, `${name} is something else`);
          outer[name] = value;
          assert.equal(validate(spoilt), true, 'mended');
        }
      });
    });

  for (const command of listed)
    it(`describe each line of ${command} --format ndjson`, async () => {
      const lines = await linesOf(command);
      assert.ok(lines.length > 20);
      const validate = new Ajv({ allowUnionTypes: true })
        .addSchema(schemaOf(command), `${command}.schema.json`)
        .compile(schemaOf(`${command}-line`));
      for (const line of lines) {
        assert.ok(validate(line), new Ajv().errorsText(validate.errors));
        const spoilt = { ...(line as Record<string, unknown>), path: undefined };
        if (!('summary' in spoilt)) assert.equal(validate(spoilt), false, 'a line without its file');
      }
    });

  it('name every value that a word may have', async () => {
    const output = await outputOf('lint', traces);
    const finding = [...objectsIn(output)].find((each) => 'severity' in each);
    assert.ok(finding);
    finding['severity'] = 'fatal';
    assert.match(wrongs(schemaOf('lint'), output), /severity must be equal to one of the allowed values/);
  });
});
