import assert from 'node:assert/strict';
import { compare } from '../../shared/order';
import { isoOfMicros, timeText, toIso, toIsoAsFarAsKnown } from '../../shared/times';
import { capital, plural, sentence } from '../../shared/words';

describe('words', () => {
  it('become sentences', () => {
    assert.equal(sentence(' it cannot be read (frame 7) '), 'It cannot be read (frame 7).');
    assert.deepEqual(['no.', 'why?', 'so!', 'and …', ''].map(sentence), ['No.', 'Why?', 'So!', 'And …', '']);
    assert.deepEqual(['', 'a', 'Teams'].map(capital), ['', 'A', 'Teams']);
  });

  it('follow their number', () => {
    assert.deepEqual(
      [0, 1, 2].map((count) => plural(count, 'file')),
      ['0 files', '1 file', '2 files'],
    );
  });

  it('are sorted by their characters, numbers by their size', () => {
    assert.deepEqual(['b', 'B', 'a10', 'a9', 'a'].sort(compare), ['B', 'a', 'a10', 'a9', 'b']);
    assert.deepEqual([compare(9, 10), compare(2, 2), compare(10, 9)], [-1, 0, 1]);
  });
});

describe('times', () => {
  it('are ISO 8601 with microseconds where their date is known', () => {
    assert.equal(toIso({ micros: 1_700_000_000_123_456, date: 'full' }), '2023-11-14T22:13:20.123456Z');
    assert.equal(toIso({ micros: -1, date: 'full' }), '1969-12-31T23:59:59.999999Z');
    assert.equal(toIso({ micros: 1, date: 'missing' }), null);
    assert.equal(toIso(null), null);
    const micros = Date.UTC(1970, 0, 31, 10) * 1000 + 123_456;
    assert.equal(toIsoAsFarAsKnown({ micros, date: 'full' }), '1970-01-31T10:00:00.123456Z');
    assert.equal(toIsoAsFarAsKnown({ micros, date: 'year-missing' }), '--01-31T10:00:00.123456');
    assert.equal(toIsoAsFarAsKnown({ micros: 1, date: 'missing' }), '00:00:00.000001');
    assert.equal(toIsoAsFarAsKnown({ micros: 1, date: 'relative' }), null);
    assert.equal(timeText({ micros, date: 'year-missing' }), '01-31 10:00:00');
  });

  it('are none outside what a date can be', () => {
    assert.equal(isoOfMicros(8.64e18), '+275760-09-13T00:00:00.000Z');
    assert.equal(isoOfMicros(8.65e18), null);
    assert.equal(isoOfMicros(NaN), null);
  });
});
