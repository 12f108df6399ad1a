/** Text about SIP is not SIP: of pages that explain it only what they quote in blocks is read. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readText } from '../../../server/engine/traces/read';

const root = path.resolve(__dirname, '../../..');
const pages = [
  ...fs.readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'docs/rules', 'test/fixtures/text'].flatMap((folder) =>
    fs.readdirSync(path.join(root, folder), 'utf8').map((name) => path.join(folder, name)),
  ),
].filter((name) => name.endsWith('.md'));

describe('prose about SIP', () => {
  it('holds no message but its examples', () => {
    assert.ok(pages.length > 400);
    const taken = pages.flatMap((page) => {
      const text = fs.readFileSync(path.join(root, page), 'utf8');
      const blocks = [...text.matchAll(/^```.*\n[^]*?^```/gm)].map(({ index, 0: block }) => [
        index,
        index + block.length,
      ]);
      return readText(text)
        .records.filter(
          ({ message: { start, end } }) =>
            !blocks.some(([from = 0, to = 0]) => start >= from && end <= to + 1),
        )
        .map(({ message: { start, end } }) => `${page}: ${text.slice(start, Math.min(end, start + 80))}`);
    });
    assert.deepEqual(taken, []);
  });

  it('nor does source code that speaks of it', () => {
    const folder = path.join(root, 'server/engine/text');
    const sources = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of sources.filter((each) => each.endsWith('.ts')))
      assert.deepEqual(readText(fs.readFileSync(path.join(folder, name), 'utf8')).records, [], name);
  });
});
