/** A text in pieces says of itself what a string says, however it was changed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineIndex } from '../../../server/engine/basics/lines';
import { PiecedText } from '../../../server/engine/basics/pieced-text';

/** Long, and full of line ends of all kinds where pieces may meet. */
const long = Array.from(
  { length: 30_000 },
  (_, place) => `${place}${['\r\n', '\n', '\r', 'a'][place % 4] ?? ''}`,
).join('');

const texts = { empty: '', short: 'a\r\nb', long } as const;
const puts = {
  nothing: '',
  letter: 'x',
  cr: '\r',
  lf: '\n',
  crlf: '\r\n',
  lfcr: '\n\r',
  lines: `${'\r\n'.repeat(35_000)}\r`,
  piece: `${'\r\n'.repeat(16_384)}\r`,
} as const;

/** Named, as a failure prints what it was given. */
const edit = fc.record({
  from: fc.nat({ max: 1_000_000 }),
  length: fc.oneof(fc.constant(0), fc.nat({ max: 9 }), fc.nat({ max: 90_000 })),
  put: fc.constantFrom<keyof typeof puts>(
    ...(['nothing', 'letter', 'cr', 'lf', 'crlf', 'lfcr', 'lines', 'piece'] as const),
  ),
});

describe('a text in pieces', () => {
  it('is the text that was typed, with its lines, and knows what was changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<keyof typeof texts>('empty', 'short', 'long'),
        fc.array(edit, { maxLength: 5 }),
        (name, edits) => {
          const text = texts[name];
          const first = PiecedText.of(text);
          let now: string = text;
          let pieced = first;
          for (const { from, length, put: what } of edits) {
            const put = puts[what];
            const start = Math.floor((from / 1_000_001) * now.length);
            const end = Math.min(start + length, now.length);
            now = now.slice(0, start) + put + now.slice(end);
            pieced = pieced.with({ start, end }, put);
          }
          assert.ok(String(pieced) === now);
          assert.equal(pieced.length, now.length);
          const lines = new LineIndex(now);
          assert.equal(pieced.lineCount, lines.lineCount);
          for (let place = 0; place <= 400; place++) {
            const offset = Math.round((now.length * place) / 400);
            const position = lines.positionAt(offset);
            assert.deepEqual(pieced.positionAt(offset), position);
            for (const line of [position.line, position.line + 1]) {
              assert.equal(pieced.lineStart(line), lines.lineStart(line));
              const beyond = { line, column: position.column + 1 };
              assert.equal(pieced.offsetAt(beyond), lines.offsetAt(beyond));
            }
            assert.equal(pieced.textFrom(offset, 50), now.slice(offset, offset + 50));
          }
          const change = pieced.changeFrom(first);
          if (change === null) assert.ok(now === text);
          else {
            const { start, end, newEnd } = change;
            assert.ok(text.slice(0, start) + now.slice(start, newEnd) + text.slice(end) === now);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
