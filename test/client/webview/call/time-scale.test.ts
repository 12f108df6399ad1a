import assert from 'node:assert/strict';
import { duration, roundSeconds, seconds, TimeScale } from '../../../../client/webview/call/time-scale';

const ms = 1_000;
const s = 1_000_000;

describe('the time scale', () => {
  it('goes from 0 to 1', () => {
    const scale = new TimeScale([0, 204 * ms, 206 * ms, 8 * s]);
    assert.equal(scale.position(0), 0);
    assert.equal(scale.position(3), 1);
  });

  it('leaves room for the milliseconds in which ICE is decided', () => {
    // Ten events within 10 ms, then one after eight seconds: on a ruler they would share a thousandth of it.
    const times = [...Array.from({ length: 11 }, (_, step) => step * ms), 8 * s];
    const scale = new TimeScale(times);
    assert.ok(scale.position(10) > 0.3, String(scale.position(10)));
    assert.ok(scale.position(10) < 0.7, String(scale.position(10)));
  });

  it('keeps a longer gap wider than a shorter one', () => {
    const scale = new TimeScale([0, ms, 101 * ms, 10 * s]);
    const gaps = [1, 2, 3].map((step) => scale.position(step) - scale.position(step - 1));
    assert.deepEqual(
      gaps,
      gaps.toSorted((a, b) => a - b),
    );
  });

  it('keeps apart what happens at once', () => {
    const scale = new TimeScale([0, 0, 0, s]);
    assert.ok(scale.position(1) > scale.position(0));
    assert.ok(scale.position(2) > scale.position(1));
  });

  it('finds the step nearest to a position, and each step at its own', () => {
    const scale = new TimeScale([0, ms, 2 * ms, 2 * ms, 300 * ms, 9 * s]);
    for (let step = 0; step < scale.length; step += 1) assert.equal(scale.stepAt(scale.position(step)), step);
    const between = (share: number) => scale.position(4) + (scale.position(5) - scale.position(4)) * share;
    assert.equal(scale.stepAt(between(0.4)), 4);
    assert.equal(scale.stepAt(between(0.6)), 5);
    assert.equal(scale.stepAt(-3), 0);
    assert.equal(scale.stepAt(3), 5);
  });

  it('never goes back, whatever the clock did', () => {
    const scale = new TimeScale([5 * s, 2 * s, 6 * s]);
    assert.ok(scale.position(0) < scale.position(1) && scale.position(1) < scale.position(2));
    assert.deepEqual(
      scale.labels(0.01).map(({ time }) => time),
      [5 * s, 6 * s],
    );
  });

  it('puts steps at equal distances where times are not known, and writes none', () => {
    const scale = new TimeScale([null, null, null]);
    assert.equal(scale.position(1), 0.5);
    assert.deepEqual(scale.labels(0.1), []);
  });

  it('is there for one step and for none', () => {
    assert.equal(new TimeScale([7]).position(0), 0);
    assert.equal(new TimeScale([7]).stepAt(1), 0);
    assert.equal(new TimeScale([]).position(0), 0);
    assert.deepEqual(new TimeScale([]).labels(0.1), []);
  });

  it('writes times with room between them, the first and the last among them', () => {
    const times = Array.from({ length: 10_000 }, (_, step) => step * 20 * ms);
    const labels = new TimeScale(times).labels(0.06);
    assert.equal(labels[0]?.time, 0);
    assert.equal(labels.at(-1)?.time, 9_999 * 20 * ms);
    assert.ok(labels.length > 10);
    labels.slice(1).forEach(({ position }, place) => {
      assert.ok(position - (labels[place]?.position ?? 0) >= 0.06);
    });
  });

  it('tells of long gaps that are wide enough to be told of', () => {
    const scale = new TimeScale([0, ms, 5 * s, 5 * s + ms]);
    assert.deepEqual(
      scale.gaps(0.2).map(({ length }) => length),
      [5 * s - ms],
    );
    assert.deepEqual(scale.gaps(0.99), []);
  });
});

describe('times in words', () => {
  it('have as many digits as are of use', () => {
    assert.equal(seconds(313_400), '0.313');
    assert.equal(roundSeconds(313_400), '0.313');
    assert.equal(roundSeconds(298_300_000), '298.3');
  });

  it('say long ones in minutes and hours', () => {
    assert.deepEqual(
      [1.62, 42.4, 125, 3_900].map((length) => duration(length * s)),
      ['1.6 s', '42 s', '2 min 5 s', '1 h 5 min'],
    );
  });
});
