/** JSON in pieces is the JSON of the whole. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonStream } from '../../../server/engine/report/json-stream';

/** Writes a value member by member, down to some depth. */
function written(value: unknown, depth: number): string {
  let text = '';
  const json = new JsonStream((piece) => (text += piece));
  const put = (part: unknown, left: number, name?: string): void => {
    if (left === 0 || typeof part !== 'object' || part === null) {
      json.value(part, name);
      return;
    }
    if (Array.isArray(part)) {
      json.openArray(name);
      for (const each of part) put(each, left - 1);
    } else {
      json.openObject(name);
      for (const [key, each] of Object.entries(part)) put(each, left - 1, key);
    }
    json.close();
  };
  put(value, depth);
  return text;
}

describe('JSON in pieces', () => {
  it('is as JSON.stringify prints it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 5 }), (value, depth) => {
        fc.pre(typeof value === 'object' && value !== null);
        assert.equal(written(value, depth), JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps line ends that stand in strings', () => {
    const value = { 'a\n': ['b\n  c', {}], empty: [] };
    for (const depth of [1, 2, 3]) assert.equal(written(value, depth), JSON.stringify(value, null, 2));
  });
});
