import assert from 'node:assert/strict';
import fc from 'fast-check';
import { octetLength } from '../../../server/engine/basics/octet-length';

describe('octetLength', () => {
  it('counts UTF-8', () => {
    for (const text of ['', 'v=0\r\n', 'é', '€', '😀', '\uD800', '\uDC00\uD800', 'a\uD83Db']) {
      assert.equal(octetLength(text, 'as-is'), new TextEncoder().encode(text).length, JSON.stringify(text));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(octetLength(text, 'as-is'), new TextEncoder().encode(text).length);
      }),
    );
  });

  it('counts a lone LF as CRLF where asked', () => {
    assert.equal(octetLength('v=0\ns=-\r\n\n', 'crlf'), 12);
    assert.equal(octetLength('v=0\ns=-\r\n\n', 'as-is'), 10);
    assert.equal(octetLength('\r', 'crlf'), 1);
  });
});
