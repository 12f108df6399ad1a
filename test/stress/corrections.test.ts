/** Descriptions damaged in up to five ways at once: correcting them loses and doubles no right line, and is done in one run. */
import assert from 'node:assert/strict';
import { faultOf } from '../support/corrections';

const cases = 2000;

describe('correcting damaged descriptions, at length', () => {
  it('holds for all cases', function () {
    const faults: string[] = [];
    for (let seed = 1000; seed < 1000 + cases; seed++) {
      const fault = faultOf(seed, seed % 10 === 0 ? 'each' : 'all');
      if (fault !== null) faults.push(fault);
    }
    assert.deepEqual(faults, []);
  });
});
