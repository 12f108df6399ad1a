import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineIndex } from '../../../server/engine/basics/lines';

describe('LineIndex', () => {
  it('knows all three ends of a line', () => {
    const index = new LineIndex('a\r\nb\nc\rd');
    assert.equal(index.lineCount, 4);
    assert.deepEqual(
      [0, 1, 2, 3, 5, 7, 8].map((offset) => index.positionAt(offset)),
      [
        { line: 1, column: 1 },
        { line: 1, column: 2 },
        { line: 1, column: 3 },
        { line: 2, column: 1 },
        { line: 3, column: 1 },
        { line: 4, column: 1 },
        { line: 4, column: 2 },
      ],
    );
  });

  it('moves what lies outside to the nearest end', () => {
    const index = new LineIndex('ab\ncd');
    assert.deepEqual(index.positionAt(-5), { line: 1, column: 1 });
    assert.deepEqual(index.positionAt(99), { line: 2, column: 3 });
    assert.equal(index.offsetAt({ line: 0, column: 7 }), 0);
    assert.equal(index.offsetAt({ line: 1, column: 99 }), 3);
    assert.equal(index.offsetAt({ line: 9, column: 1 }), 5);
    assert.deepEqual(new LineIndex('').positionAt(0), { line: 1, column: 1 });
  });

  it('goes back and forth', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', 'é', '😀')), (parts) => {
        const text = parts.join('');
        const index = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          assert.equal(index.offsetAt(index.positionAt(offset)), offset);
        }
        assert.equal(index.lineCount, text.split(/\r\n|\n|\r/).length);
      }),
    );
  });
});
