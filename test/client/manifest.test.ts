import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../server/settings';

const root = join(import.meta.dirname, '../..');
const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText) as { contributes: { configuration: { properties: Properties } } };
const names = readJson('package.nls.json') as Record<string, string>;

type Properties = Record<string, { default: unknown; order?: number; scope?: string }>;

describe('the manifest', () => {
  const { properties } = manifest.contributes.configuration;

  it('gives every setting the default that the server and the command line use', () => {
    for (const [name, value] of Object.entries(flat(defaultSettings, 'sipTrace'))) {
      assert.deepEqual(properties[name]?.default, value, name);
    }
  });

  it('gives every setting a place and a scope', () => {
    const orders = Object.values(properties).map(({ order }) => order);
    assert.equal(new Set(orders).size, orders.length, 'the places differ');
    for (const [name, { order, scope }] of Object.entries(properties)) {
      assert.ok(order !== undefined && scope !== undefined, name);
    }
  });

  it('links to settings that exist', () => {
    const links = Object.values(names).flatMap((text) => [...text.matchAll(/`#(sipTrace\.[\w.]+)#`/g)]);
    assert.ok(links.length > 0);
    for (const [, name = ''] of links) assert.ok(name in properties, name);
  });

  it('names texts that exist, all of them', () => {
    const used = new Set([...manifestText.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), Object.keys(names).sort());
  });

  it('names files that exist', () => {
    const files = [...manifestText.matchAll(/"\.\/((?!dist\/)[\w./-]+\.\w+)"/g)].map(([, file = '']) => file);
    assert.ok(files.length > 10);
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });
});

describe('the texts of the extension', () => {
  it('are all in the bundle that translators start from', () => {
    const client = join(root, 'client');
    const used = readdirSync(client, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(join(client, file), 'utf8').matchAll(/l10n\.t\(\s*(['"])(.+?)\1/g)])
      .map(([, , text]) => text);
    assert.ok(used.length > 10);
    assert.deepEqual(
      [...new Set(used)].sort(),
      Object.keys(readJson('l10n/bundle.l10n.json') as object).sort(),
    );
  });
});

describe('the list of samples', () => {
  it('names every file of the folder', () => {
    const code = readFileSync(join(root, 'client/start/samples.ts'), 'utf8');
    const listed = [...code.matchAll(/file: '([^']+)'/g)].map(([, file]) => file);
    assert.deepEqual(listed.sort(), readdirSync(join(root, 'samples')).sort());
  });
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/** Settings by their full names, as the manifest lists them. */
function flat(value: object, prefix: string): Record<string, unknown> {
  const nested = ['inlayHints', 'codeLens'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]: [string, unknown]) =>
      nested.includes(name)
        ? Object.entries(flat(each as object, `${prefix}.${name}`))
        : [[`${prefix}.${name}`, each]],
    ),
  );
}
