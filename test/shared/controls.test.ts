import assert from 'node:assert/strict';
import fc from 'fast-check';
import { onOneLine, withoutControls } from '../../shared/controls';

describe('control characters', () => {
  it('are replaced, one for one, but the tab', () => {
    assert.equal(
      withoutControls('a\tb\u001b[2J\r\n\u0000\u007f\u009b'),
      'a\tb\ufffd[2J\ufffd\ufffd\ufffd\ufffd\ufffd',
    );
  });

  it('are also those that turn the direction of text', () => {
    const bidi = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
    assert.equal(withoutControls(bidi), '\ufffd'.repeat(12));
    assert.equal(onOneLine(bidi), ' '.repeat(12));
  });

  it('leave nothing that steers, whatever comes, and the length as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(withoutControls(text), /[^\P{Cc}\t]|\p{Bidi_Control}/u);
        assert.doesNotMatch(onOneLine(text), /\p{Cc}|\p{Bidi_Control}/u);
        assert.equal(withoutControls(text).length, text.length);
        assert.equal(onOneLine(text).length, text.length);
      }),
    );
  });
});
