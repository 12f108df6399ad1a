/** The webview asks for its texts by key: the extension must have them all, and none that nobody asks for. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const client = join(import.meta.dirname, '../../../../client');
const folder = join(client, 'webview/call');

describe('the texts of the call panel', () => {
  const listed = [
    ...readFileSync(join(client, 'panel/call-panel-texts.ts'), 'utf8').matchAll(
      /^ {4}'?([\w.-]+)'?: l10n\.t\(/gm,
    ),
  ].map(([, key = '']) => key);
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

  it('are there for every key that the webview names', () => {
    const named = [...code.matchAll(/\bt\('([^']+)'/g)].map(([, key = '']) => key);
    const counted = [...code.matchAll(/\bcount\('([^']+)'/g)].flatMap(([, key = '']) => [
      `${key}.one`,
      `${key}.many`,
    ]);
    assert.ok(named.length > 100);
    assert.deepEqual(
      [...new Set([...named, ...counted])].filter((key) => !listed.includes(key)),
      [],
    );
  });

  it('are there for every state, type and judgement', () => {
    const keys = [
      ...['idle', 'running', 'completed', 'failed', 'not-ice'].map((state) => `state.${state}`),
      ...['frozen', 'waiting', 'in-progress', 'succeeded'].map((state) => `state.${state}`),
      ...['host', 'srflx', 'prflx', 'relay', 'unknown'].map((type) => `type.${type}`),
      ...['none', 'latched', 'checked', 'nominated', 'right', 'wrong', 'unknown'].map(
        (each) => `media.${each}`,
      ),
      ...['all', 'ice', 'path'].map((tab) => `tab.${tab}`),
      ...['office365', 'internet', 'customer'].map((segment) => `path.segment.${segment}`),
    ];
    assert.deepEqual(
      keys.filter((key) => !listed.includes(key)),
      [],
    );
  });

  it('are each asked for, and listed once', () => {
    const families = /^(?:state|type|media|compareForks|tab|path\.segment)\.|\.(?:one|many)$/;
    const unused = listed.filter((key) => !families.test(key) && !code.includes(`'${key}'`));
    assert.deepEqual(unused, []);
    assert.equal(new Set(listed).size, listed.length);
  });
});
