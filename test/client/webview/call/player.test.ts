import assert from 'node:assert/strict';
import { pace } from '../../../../client/webview/call/player';

const ms = 1_000;

describe('the pace of playing', () => {
  it('leaves each step long enough to be seen', () => {
    assert.ok(pace([0, 1, 2, 3]).every((stay) => stay >= 300));
  });

  it('plays a gap that can be waited for as long as it was', () => {
    assert.equal(pace([0, 380 * ms, 400 * ms])[0], 380);
  });

  it('shortens long silences, and the longer one stays the longer', () => {
    const [short = 0, long = 0, hour = 0] = pace([0, 1_000 * ms, 4_000 * ms, 3_600_000 * ms]);
    assert.ok(short > 400 && short < 1_000, String(short));
    assert.ok(long > short);
    assert.ok(hour <= 1_500);
  });

  it('plays 10,000 events in two minutes', () => {
    const stays = pace(Array.from({ length: 10_000 }, (_, step) => step * 5_000 * ms));
    const sum = stays.reduce((all, stay) => all + stay, 0);
    assert.ok(Math.abs(sum - 120_000) < 1, String(sum));
  });

  it('goes evenly where times are not known, or the clock went back', () => {
    assert.equal(new Set(pace([null, null, null])).size, 1);
    assert.ok(pace([9_000 * ms, 10 * ms, 20 * ms]).every((stay) => stay > 0));
  });
});
