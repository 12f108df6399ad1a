import assert from 'node:assert/strict';
import fc from 'fast-check';
import { base64Fault, base64Octets, decodeBase64 } from '../../../server/engine/sdp/base64';

describe('base64', () => {
  it('decodes what others encode, with and without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (octets) => {
        const text = Buffer.from(octets).toString('base64');
        for (const form of [text, text.replaceAll('=', '')]) {
          assert.deepEqual(decodeBase64(form), octets);
          assert.equal(base64Octets(form), octets.length);
        }
      }),
    );
  });

  it('shows where a text is no base64', () => {
    const places = ['', 'A', 'AA-A', 'AAA_', 'AA=A', 'AAAA=', 'AAA==', 'AA=', '====', 'AA A'].map((text) => {
      assert.equal(decodeBase64(text), null);
      assert.equal(base64Octets(text), null);
      const fault = base64Fault(text);
      return fault === null ? null : [fault.start, fault.end];
    });
    const expected = [[0, 0], [0, 1], [2, 3], [3, 4], [2, 3], [4, 5], [3, 5], [2, 3], [0, 4], [2, 3]]; // prettier-ignore
    assert.deepEqual(places, expected);
  });
});
