/** Pairs of numbers are numbered as a map by their texts would number them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NumberPairs } from '../../../server/engine/basics/number-pairs';

describe('pairs of numbers', () => {
  it('have one number each, in the order in which they are met', () => {
    const few = fc.integer({ min: 0, max: 40 });
    const numbers = fc.oneof(
      few,
      few.map((number) => number - 20),
      fc.integer(),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(numbers, numbers), { minLength: 1000, maxLength: 2000, size: 'max' }),
        (all) => {
          const pairs = new NumberPairs();
          const expected = new Map<string, number>();
          for (const [one, other] of all) {
            const key = `${one} ${other}`;
            const number = expected.get(key) ?? expected.size;
            expected.set(key, number);
            assert.equal(pairs.of(one, other), number);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('may be written without a sign', () => {
    const pairs = new NumberPairs();
    assert.equal(pairs.of(0xc0000201, 0xffffffff), pairs.of(0xc0000201 | 0, -1));
  });
});
