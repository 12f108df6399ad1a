import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Hole, Holes, shareIn } from '../../../server/engine/evidence/holes';

const stream = { since: 0, until: 100 };
const silence = { since: 40, until: 60 };

function holesOf(...streams: readonly (readonly [Hole, readonly Hole[], boolean])[]): readonly Hole[] {
  const holes = new Holes();
  for (const each of streams) holes.add(...each);
  return holes.list();
}

describe('holes of a capture', () => {
  it('are where numbers go on unseen, and none where a sender pauses', () => {
    assert.deepEqual(holesOf([stream, [silence], true]), [silence]);
    assert.deepEqual(holesOf([stream, [silence], false]), []);
  });

  it('are none where another stream the same way is seen meanwhile', () => {
    assert.deepEqual(holesOf([stream, [silence], true], [stream, [], false]), []);
    assert.deepEqual(holesOf([stream, [silence], true], [{ since: 60, until: 80 }, [], false]), [silence]);
  });

  it('are what all streams lack at once', () => {
    const later = { since: 41, until: 62 };
    assert.deepEqual(holesOf([stream, [silence], true], [stream, [later], true]), [{ since: 41, until: 60 }]);
    assert.deepEqual(holesOf([stream, [silence], true], [{ since: 0, until: 45 }, [], false]), [
      { since: 45, until: 60 },
    ]);
    assert.deepEqual(holesOf([stream, [silence], true], [{ since: 50, until: 51 }, [], false]), [
      { since: 40, until: 50 },
      { since: 51, until: 60 },
    ]);
    assert.deepEqual(holesOf([stream, [silence], true], [stream, [silence], true]), [silence]);
  });

  it('share a time as counting each moment of it does', () => {
    const span = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }));
    const property = fc.property(fc.array(span, { maxLength: 6 }), span, (lengths, [from, length]) => {
      const missed = lengths.map(([since, missing]) => ({ since, until: since + missing }));
      const holes = holesOf(...missed.map((hole) => [{ since: 0, until: 90 }, [hole], true] as const));
      const lacked = (moment: number): boolean =>
        missed.length > 0 && missed.every(({ since, until }) => since < moment && moment < until);
      for (let moment = 0.5; moment < 90; moment++)
        assert.equal(
          holes.some(({ since, until }) => since < moment && moment < until),
          lacked(moment),
        );
      const time = { since: from, until: from + length };
      const moments = Array.from({ length }, (_, each) => from + each + 0.5);
      const unseen = moments.filter((moment) =>
        holes.some((hole) => hole.since < moment && moment < hole.until),
      );
      assert.ok(Math.abs(shareIn(holes, time) - unseen.length / length) < 1e-9);
      for (const moment of moments)
        assert.equal(
          shareIn(holes, { since: moment, until: moment }),
          holes.some((hole) => hole.since <= moment && moment <= hole.until) ? 1 : 0,
        );
    });
    fc.assert(property);
  });
});
