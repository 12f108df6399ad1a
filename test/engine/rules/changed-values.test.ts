/** Values of two messages in what a rule says: both shown, secrets told apart and never told, and no part of a finding's kind. */
import assert from 'node:assert/strict';
import { changeText, unlikeText } from '../../../server/engine/rules/changed-values';
import { kindOf } from '../../../server/engine/suppression/finding-kind';

describe('values that differ between messages', () => {
  it('are both shown, unless one is too long to read or both are the same', () => {
    assert.equal(changeText('a', 'b', false), ' (now "b", before "a")');
    assert.equal(changeText(null, 'b', false), ' (now "b", before missing)');
    assert.equal(unlikeText('a', 'b'), ' (here "a", there "b")');
    assert.equal(unlikeText('', 'b'), ' (here missing, there "b")');
    for (const [one, other] of [
      ['a', 'a'],
      ['', ''],
      ['x'.repeat(61), 'b'],
    ] as const)
      assert.equal(unlikeText(one, other), '', `${one} ${other}`);
  });

  it('are shown of a secret by marks that differ and tell nothing of it', () => {
    const [, own, other] = /^ \(here (…#[\da-f]{4}), there (…#[\da-f]{4})\)$/.exec(
      unlikeText('asd88fgpdd777uzjYhagZg', 'YH75Fviy6338Vbrhrlp8Yh', true),
    ) ?? [null, '', ''];
    assert.ok(own !== '' && own !== other, `${own} ${other}`);
  });

  it('make no other kind of a finding', () => {
    const shown = { call: 'INVITE 200', message: 'ACK', ignored: [] };
    for (const [one, other] of [
      [unlikeText('z9hG4bK1', 'z9hG4bK2'), unlikeText('abc', 'def')],
      [changeText('8000', '8002', false), changeText(null, 'abc', true)],
    ] as const)
      assert.deepEqual(
        kindOf('a-rule', `The ACK differs${one}.`, shown),
        kindOf('a-rule', `The ACK differs${other}.`, shown),
      );
  });
});
