import assert from 'node:assert/strict';
import { filterWords } from '../../../client/calls/call-filter';
import { TableModel } from '../../../client/overview/table-model';
import { clock, dateAndClock, duration, microsBetween, offset } from '../../../client/common/time';
import { quickest } from '../../support/cpu-time';

interface Row {
  readonly name: string;
  readonly size: number | null;
  readonly note: string;
}

const rows: readonly Row[] = [
  { name: 'beta', size: 20, note: 'no answer' },
  { name: 'Alpha', size: null, note: 'answered' },
  { name: 'gamma', size: 3, note: 'answered' },
];
const columns = [
  { id: 'name', text: ({ name }: Row) => name, sortKey: ({ name }: Row) => name },
  { id: 'size', text: ({ size }: Row) => String(size ?? ''), sortKey: ({ size }: Row) => size },
];

describe('the rows of a table', () => {
  const model = new TableModel(rows, columns, ({ note }) => note);
  const names = (filter: string, column?: string, descending = false) =>
    model
      .page({ filter, sort: column === undefined ? null : { column, descending } }, 0, 10)
      .rows.map(({ name }) => name);

  it('come in their own order without a sort', () => {
    assert.deepEqual(names(''), ['beta', 'Alpha', 'gamma']);
  });

  it('are sorted by text in whatever case, and by number', () => {
    assert.deepEqual(names('', 'name'), ['Alpha', 'beta', 'gamma']);
    assert.deepEqual(names('', 'name', true), ['gamma', 'beta', 'Alpha']);
  });

  it('have what is missing last in either direction', () => {
    assert.deepEqual(names('', 'size'), ['gamma', 'beta', 'Alpha']);
    assert.deepEqual(names('', 'size', true), ['beta', 'gamma', 'Alpha']);
  });

  it('are left by a filter where they hold all its words, a quoted phrase being one', () => {
    assert.deepEqual(names('ANSWER a'), ['beta', 'Alpha', 'gamma']);
    assert.deepEqual(names('"no answer"'), ['beta']);
    assert.deepEqual(names('answered 3'), ['gamma']);
    assert.deepEqual(names('nobody'), []);
  });

  it('are left by a tag as it tells, beside words, and found again by what they are', () => {
    const tagged = new TableModel(rows, columns, ({ note }) => note, {
      '@small': ({ size }) => (size ?? 99) < 10,
    });
    const query = (filter: string) => ({ filter, sort: { column: 'name', descending: true } });
    assert.deepEqual(tagged.page(query('@small'), 0, 9).rows, [rows[2]]);
    assert.equal(tagged.page(query('@SMALL no'), 0, 9).total, 0);
    assert.equal(tagged.page(query('@other'), 0, 9).total, 0, 'what is no tag is a word');
    assert.equal(
      tagged.placeOf(query(''), ({ name }) => name === 'beta'),
      1,
    );
    assert.equal(
      tagged.placeOf(query('gamma'), ({ name }) => name === 'beta'),
      null,
    );
  });

  it('keep their order among equals', () => {
    const equal = new TableModel(
      Array.from({ length: 100 }, (_, size) => ({ name: 'x', size, note: '' })),
      columns,
    );
    const { rows: page } = equal.page({ filter: '', sort: { column: 'name', descending: true } }, 0, 100);
    assert.deepEqual(
      page.map(({ size }) => size),
      Array.from({ length: 100 }, (_, size) => size),
    );
  });

  it('are had by pages, 100,000 of them in a moment', () => {
    const many = new TableModel(
      Array.from({ length: 100_000 }, (_, size) => ({ name: `n${(size * 7919) % 100_000}`, size, note: '' })),
      columns,
    );
    const query = { filter: 'n9', sort: { column: 'name', descending: false } };
    const look = (): void => {
      const { total } = many.page(query, 0, 100);
      const last = many.page(query, total - 1, 100).rows;
      assert.equal(total, 11_111);
      assert.equal(last.length, 1);
      assert.equal(last[0]?.name, 'n99999');
    };
    assert.ok(quickest(look) < 2000);
  });
});

describe('the words of a filter', () => {
  it('are parted by white space, quotation marks keep them together', () => {
    assert.deepEqual(filterWords('  +1206  "No Answer" 488'), ['+1206', 'no answer', '488']);
    assert.deepEqual(filterWords('"open end'), ['open end']);
    assert.deepEqual(filterWords(' "" '), []);
  });
});

describe('times in words', () => {
  const full = { micros: Date.UTC(2026, 1, 3, 11, 22, 33, 104) * 1000 + 567, date: 'full' } as const;

  it('show what the log tells and no more', () => {
    assert.equal(clock(full), '11:22:33.104');
    assert.equal(dateAndClock(full), '2026-02-03 11:22:33.104');
    assert.equal(dateAndClock({ micros: 3_600_000_000, date: 'missing' }), '01:00:00.000');
    assert.equal(dateAndClock({ micros: 86_400_000_000, date: 'year-missing' }), '01-02 00:00:00.000');
    assert.equal(clock({ micros: 1_204_000, date: 'relative' }), '1.204 s');
    assert.equal(clock({ micros: 1e300, date: 'full' }), '');
  });

  it('have no difference where their dates are of different kinds', () => {
    assert.equal(microsBetween(full, { micros: 0, date: 'missing' }), undefined);
    assert.equal(microsBetween(full, { ...full, micros: full.micros + 5 }), 5);
  });

  it('of a length have the unit that fits', () => {
    assert.deepEqual([204_000, 999_600, 8_100_000, 59_960_000, 125_000_000, 3_725_000_000].map(duration), [
      '204 ms',
      '1.0 s',
      '8.1 s',
      '1:00 min',
      '2:05 min',
      '1:02:05 h',
    ]);
    assert.equal(offset(204_000), '+0.204 s');
    assert.equal(offset(-1_000), '−0.001 s');
  });
});
