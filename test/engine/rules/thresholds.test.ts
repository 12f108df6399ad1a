/** Limits that the settings change: each rule that has one asks it. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { thresholds, type ThresholdId } from '../../../server/engine/basics/thresholds';
import { defaultSettings, readSettings, underFile } from '../../../server/settings';
import { examplesOf, pageOf } from '../../support/examples';

/** How often a rule speaks of the first violation of its page. */
function findingsWith(id: ThresholdId, limit: number | null): number {
  const example = examplesOf(pageOf(id) ?? '').find(({ kind }) => kind === 'violation');
  assert.ok(example !== undefined, id);
  const { facts } = defaultOptions;
  const options = {
    ...defaultOptions,
    facts: { ...facts, thresholds: limit === null ? {} : { [id]: limit } },
  };
  return analyse(example.text, options).findings.filter(({ rule }) => rule.id === id).length;
}

describe('thresholds', () => {
  for (const id of Object.keys(thresholds) as ThresholdId[]) {
    it(`${id} asks its own`, () => {
      const { standard, least, most } = thresholds[id];
      assert.ok(findingsWith(id, null) > 0);
      assert.equal(findingsWith(id, standard), findingsWith(id, null), 'what it is by itself');
      assert.ok(findingsWith(id, least) > 0, 'the least');
      assert.equal(findingsWith(id, most), 0, 'the most');
    });
  }

  it('are refused where there is none, or where it is out of its range', () => {
    for (const chosen of [{ 'sdp-ptime-invalid': 1 }, { 'media-none': 0 }, { 'media-none': '5 s' }, 5000]) {
      const reading = readSettings({ thresholds: chosen });
      assert.ok(reading.kind === 'problem', JSON.stringify(chosen));
      assert.match(
        reading.problem,
        /^"thresholds" must be an object of numbers: .*media-none \(500 to 600000 ms\)/,
      );
    }
  });

  it('of a configuration file win over those of the editor, one by one', () => {
    const editor = { ...defaultSettings, thresholds: { 'media-none': 9000, 'media-stops': 9000 } };
    const reading = underFile(editor, { thresholds: { 'media-none': 8000 } });
    assert.ok(reading.kind === 'settings');
    assert.deepEqual(reading.settings.thresholds, { 'media-none': 8000, 'media-stops': 9000 });
  });
});
