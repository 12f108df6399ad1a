import assert from 'node:assert/strict';
import { Beside, BoundedMemo, perObject } from '../../../server/engine/basics/memo';

describe('what is remembered of an object', () => {
  it('is read once, by each reader for himself, whatever value it is', () => {
    let reads = 0;
    const length = perObject(({ text }: { readonly text: string }) => {
      reads++;
      return text.length;
    });
    const nothing = perObject((): null => {
      reads++;
      return null;
    });
    const [one, other] = [Object.freeze({ text: 'abc' }), { text: 'ab' }];
    for (let round = 0; round < 3; round++)
      assert.deepEqual([length(one), nothing(one), length(other)], [3, null, 2]);
    assert.equal(reads, 3);
  });

  it('does not show when the object is spread, compared, cloned or printed', () => {
    const plain = { text: 'abc' };
    const marks = new Beside<object, string>();
    marks.set(plain, 'first');
    marks.set(plain, 'second');
    assert.equal(marks.get(plain), 'second');
    assert.equal(marks.get({ ...plain }), undefined);
    assert.equal(new Beside<object, string>().get(plain), undefined);
    assert.deepEqual(plain, { text: 'abc' });
    assert.deepEqual(structuredClone(plain), { text: 'abc' });
    assert.deepEqual(Reflect.ownKeys(plain), ['text']);
    assert.equal(JSON.stringify(plain), '{"text":"abc"}');
  });
});

describe('what is remembered by a text', () => {
  it('is forgotten when there are too many', () => {
    const memo = new BoundedMemo<number>(2);
    memo.set('a', 1);
    memo.set('b', 2);
    assert.equal(memo.get('a'), 1);
    memo.set('c', 3);
    assert.deepEqual([memo.get('a'), memo.get('b'), memo.get('c')], [undefined, undefined, 3]);
  });

  it('is forgotten when the texts are too long together', () => {
    const memo = new BoundedMemo<number>(100, 10);
    memo.set('1234', 1);
    memo.set('1234', 2);
    memo.set('567890', 3);
    assert.deepEqual([memo.get('1234'), memo.get('567890')], [2, 3]);
    memo.set('x', 4);
    assert.deepEqual([memo.get('1234'), memo.get('567890'), memo.get('x')], [undefined, undefined, 4]);
    memo.set('123456789', 5);
    assert.deepEqual([memo.get('x'), memo.get('123456789')], [4, 5]);
  });
});
