import assert from 'node:assert/strict';
import { BoundedMemo } from '../../../server/engine/basics/memo';

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
