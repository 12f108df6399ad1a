import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, compatibleEdits, type TextEdit } from '../../../server/engine/sdp/write';

describe('applyEdits', () => {
  const all = { start: 0, end: 6 };
  const apply = (...edits: readonly (readonly [number, number, string])[]): string =>
    applyEdits(
      'abcdef',
      all,
      edits.map(([start, end, newText]) => ({ start, end, newText })),
    );

  it('replaces, deletes and inserts, in any order of the edits', () => {
    assert.equal(apply([4, 6, 'YZ'], [0, 1, ''], [3, 3, '-']), 'bc-dYZ');
    assert.equal(apply([6, 6, '!'], [0, 0, '?']), '?abcdef!');
    assert.equal(apply(), 'abcdef');
  });

  it('applies identical edits once', () => {
    assert.equal(apply([1, 2, 'X'], [1, 2, 'X']), 'aXcdef');
    assert.equal(apply([2, 2, 'X'], [2, 2, 'X']), 'abXcdef');
  });

  it('drops the later one of overlapping edits', () => {
    assert.equal(apply([2, 5, 'Y'], [1, 3, 'X']), 'aXdef');
    assert.equal(apply([1, 4, 'X'], [2, 2, 'i']), 'aXef');
    assert.equal(apply([1, 2, 'X'], [1, 2, 'Y']), 'aXcdef');
    assert.equal(apply([1, 4, 'X'], [1, 2, 'Y']), 'aYcdef');
  });

  it('keeps what only touches', () => {
    assert.equal(apply([1, 3, 'X'], [3, 4, 'Y']), 'aXYef');
    assert.equal(apply([3, 3, 'i'], [1, 3, 'X'], [3, 4, 'Y']), 'aXiYef');
    assert.equal(apply([2, 2, 'i'], [2, 2, 'j'], [2, 2, 'i']), 'abijcdef');
  });

  it('gives the span only, and drops edits that reach out of it', () => {
    const edits = [
      { start: 0, end: 2, newText: 'X' },
      { start: 2, end: 3, newText: 'Y' },
      { start: 4, end: 5, newText: 'Z' },
    ];
    assert.equal(applyEdits('abcdef', { start: 1, end: 4 }, edits), 'bYd');
  });

  it('does not depend on the order of edits of different places', () => {
    const edit = fc.tuple(fc.nat(20), fc.nat(4)).map(([start, length]): TextEdit => {
      const end = Math.min(20, start + length);
      return { start, end, newText: `${start}-${end}` };
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
        const content = 'abcdefghijklmnopqrst';
        const span = { start: 0, end: 20 };
        const text = applyEdits(content, span, edits);
        assert.equal(applyEdits(content, span, edits.toReversed()), text);
        let reached = 0;
        for (const { start, end } of compatibleEdits(edits)) {
          assert.ok(start >= reached);
          reached = end;
        }
      }),
    );
  });
});
