/** The pages in the package are those of the rules. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pageIn, type RulePages } from '../../../client/common/packed-pages';

const root = path.resolve(__dirname, '../../..');

describe('packed pages', () => {
  it('are the pages of the rules, line by line', () => {
    const packed = JSON.parse(fs.readFileSync(path.join(root, 'dist/rule-pages.json'), 'utf8')) as RulePages;
    const folder = path.join(root, 'docs/rules');
    const names = fs.readdirSync(folder);
    assert.deepEqual(Object.keys(packed.pages), names);
    for (const name of names)
      assert.equal(pageIn(packed, name), fs.readFileSync(path.join(folder, name), 'utf8'), name);
  });

  it('have nothing of a page that does not exist', () => {
    assert.equal(pageIn({ lines: ['a'], pages: {} }, 'none.md'), '');
  });
});
