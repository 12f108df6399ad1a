import assert from 'node:assert/strict';
import { epochTime, fixedTimeAt, onDayOf, timeIn } from '../../../server/engine/text/time';
import { toIso } from '../../../shared/times';

describe('times', () => {
  it('are read as logs print them', () => {
    const cases: Readonly<Record<string, string>> = {
      '2026-01-31 10:00:00.123456': '2026-01-31T10:00:00.123456Z',
      '[2026/01/31T10:00:00,5] x': '2026-01-31T10:00:00.500000Z',
      '2026-01-31T10:00:00.123456+01:30': '2026-01-31T08:30:00.123456Z',
      '2026-01-31T10:00:00.1-0200': '2026-01-31T12:00:00.100000Z',
      '2026-01-31T10:00:00Z': '2026-01-31T10:00:00.000000Z',
      'Jan 31, 2026 10:00:00.123456789': '2026-01-31T10:00:00.123456Z',
      '1960-02-29 00:00:00.000001': '1960-02-29T00:00:00.000001Z',
    };
    for (const [text, iso] of Object.entries(cases)) assert.equal(toIso(timeIn(text)), iso, text);
  });

  it('say what they lack', () => {
    assert.deepEqual(timeIn('[Feb 29 13:35:40]'), {
      micros: Date.UTC(1970, 1, 29, 13, 35, 40) * 1000,
      date: 'year-missing',
    });
    assert.deepEqual(timeIn('x 00:00:01.5'), { micros: 1_500_000, date: 'missing' });
    assert.equal(toIso(timeIn('00:00:01.5')), null);
    assert.equal(toIso(null), null);
  });

  it('are none where the numbers make none', () => {
    for (const text of [
      '',
      '2026-02-30 10:00:00',
      '2026-13-01 10:00:00',
      'Feb 30 10:00:00',
      '25:00:00',
      '10:61:00',
    ]) {
      assert.equal(timeIn(text), null, text);
    }
    assert.equal(fixedTimeAt('2026/02/30 10:00:00.000000', 0), null);
    assert.equal(fixedTimeAt('2026/01/31 10:00:0', 0), null);
    assert.equal(epochTime('x'), null);
    assert.equal(epochTime('99999999999999'), null);
  });

  it('are read from fixed columns and from seconds', () => {
    assert.equal(toIso(fixedTimeAt('U 2026/01/31 10:00:00.123456 a', 2)), '2026-01-31T10:00:00.123456Z');
    assert.equal(toIso(epochTime('1795154221.774256')), '2026-11-20T05:57:01.774256Z');
    assert.equal(toIso(epochTime('99999999999')), '5138-11-16T09:46:39.000000Z');
  });

  it('take the day of another one, across midnight too', () => {
    const clock = timeIn('23:59:59.9');
    assert.ok(clock !== null);
    assert.equal(toIso(onDayOf(timeIn('2026-01-31 23:59:58'), clock)), '2026-01-31T23:59:59.900000Z');
    assert.equal(toIso(onDayOf(timeIn('2026-01-31 00:00:01'), clock)), '2026-01-30T23:59:59.900000Z');
    const early = timeIn('00:00:01');
    assert.ok(early !== null);
    assert.equal(toIso(onDayOf(timeIn('2026-01-31 23:59:58'), early)), '2026-02-01T00:00:01.000000Z');
    assert.deepEqual(onDayOf(null, clock), clock);
  });
});
