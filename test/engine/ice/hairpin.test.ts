/** A call that comes from the phone network and goes back to it: its media runs between two ports of the SBC. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { traceTextOf } from './replays';

const file = path.resolve(__dirname, '../../fixtures/field/hairpin.siptrace');

describe('a hairpin', () => {
  const { findings, replays } = analyse(traceTextOf(file));

  it('has the same media on both its legs, each way', () => {
    assert.equal(replays?.length, 2);
    for (const { media } of replays)
      assert.deepEqual(media.map(({ sender, packets }) => `${sender} ${packets}`).sort(), [
        'sbc 190',
        'teams 190',
      ]);
  });

  it('says that the SBC sends it, and blames nobody', () => {
    const told = (replays ?? []).flatMap(({ steps }) =>
      steps.filter(({ event }) => event === 'rtp').map(({ message }) => message),
    );
    assert.equal(told.length, 4);
    for (const message of told)
      assert.match(message, /^The SBC sends media: .* from one of its legs to the other$/);
    assert.deepEqual(
      findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule.id),
      [],
    );
  });
});
