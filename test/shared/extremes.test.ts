/** The least and the most of lists that are longer than a call's arguments may be. */
import assert from 'node:assert/strict';
import { leastOf, mostOf } from '../../shared/extremes';

describe('the least and the most', () => {
  it('of half a million values', () => {
    const values = Array.from({ length: 500_000 }, (_, place) => place - 1000);
    assert.deepEqual([leastOf(values), mostOf(values)], [-1000, 498_999]);
  });

  it('of none are none', () => {
    assert.deepEqual([leastOf([]), mostOf(new Set<number>())], [Infinity, -Infinity]);
  });
});
