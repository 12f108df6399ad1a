/** The time since the previous message of a call, behind each start. */
import assert from 'node:assert/strict';
import { provideInlayHints } from '../../server/language/inlay-hints';
import { readSample } from '../support/samples';
import { everywhere, viewOf } from '../support/view';

describe('inlay hints', () => {
  const text = readSample('inbound-ok.siptrace');

  it('tell the time since the previous message and since the first', () => {
    assert.deepEqual(
      provideInlayHints(viewOf(text), everywhere).map(({ position, label }) => [position.line + 1, label]),
      [
        [39, '+0.000 s'],
        [52, '+0.155 s'],
        [92, '+1.848 s'],
        [132, '+0.001 s'],
        [146, '+4.007 s'],
        [160, '+0.001 s'],
      ],
    );
    assert.equal(
      provideInlayHints(viewOf(text), everywhere)[2]?.tooltip,
      '+1.848 s since the previous message of this call, +2.003 s since its first',
    );
  });

  it('stay within the range that is asked for', () => {
    const range = { start: { line: 51, character: 0 }, end: { line: 91, character: 100 } };
    assert.deepEqual(
      provideInlayHints(viewOf(text), range).map(({ position }) => position.line + 1),
      [52, 92],
    );
  });
});
