import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromBase64, toBase64 } from '../../shared/base64';

describe('base64', () => {
  it('is what Node makes of the octets, and gives them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        assert.equal(toBase64(octets), Buffer.from(octets).toString('base64'));
        assert.deepEqual(fromBase64(toBase64(octets)), octets);
      }),
    );
  });

  it('is whole for more octets than a call takes arguments', () => {
    const octets = Uint8Array.from({ length: 3 * 8192 * 2 + 1 }, (_, at) => at & 255);
    assert.equal(toBase64(octets), Buffer.from(octets).toString('base64'));
  });

  it('is refused where it is none', () => {
    assert.throws(() => fromBase64('*'));
  });
});
