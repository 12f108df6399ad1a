/** A capture that is judged in batches of what belongs together gives what an analysis of the whole gives. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { assertSameInBatches } from '../../support/clustered';
import { madeCapture } from '../../support/made-capture';
import { mergedCapture } from '../../support/merged-capture';
import { filesBelow, sharedPath, skipUnshared } from '../../support/shared';

const root = path.resolve(import.meta.dirname, '../../..');

/** Of the shared files, those that are looked at each time: `test/stress` looks at all. */
const EVERY = 12;

describe('batches of a capture', () => {
  for (const folder of ['samples', 'test/fixtures'])
    it(`tell of the captures in ${folder} what an analysis tells`, function () {
      let captures = 0;
      for (const file of filesBelow(path.join(root, folder)))
        if (assertSameInBatches(file, new Uint8Array(fs.readFileSync(file))) !== null) captures++;
      assert.ok(captures > 0);
    });

  for (const folder of ['captures', 'field', 'corpus'])
    it(`tell of some captures in ../shared/${folder}, each alone and all at once, what an analysis tells`, function () {
      const at = sharedPath(folder);
      if (at === null) skipUnshared(this);
      const files = filesBelow(at).filter(
        (file, place) => place % EVERY === 0 && fs.statSync(file).size < 300_000,
      );
      for (const file of files) assertSameInBatches(file, new Uint8Array(fs.readFileSync(file)));
      for (const apart of [0, 7]) {
        const merged = mergedCapture(files, apart);
        if (merged !== null) assertSameInBatches(`${folder}, ${apart} s apart`, merged);
      }
    });

  it('tell of a trunk what an analysis tells, its calls one by one', function () {
    const found = assertSameInBatches(
      'varied',
      madeCapture({ calls: 12, atOnce: 6, voice: 2, varied: true }),
    );
    assert.equal(found?.calls, 12);
    assert.ok(found.clusters > 6, `${found.clusters} clusters`);
  });

  it('keep calls apart that use a port in turn from which no packet came', () => {
    const capture = Buffer.from(madeCapture({ calls: 12, atOnce: 6, voice: 0 })).toString('latin1');
    const onePort = capture.replaceAll(/m=audio \d{5}/g, 'm=audio 20000');
    assert.notEqual(onePort, capture);
    const found = assertSameInBatches('one port', new Uint8Array(Buffer.from(onePort, 'latin1')));
    assert.equal(found?.clusters, 12);
  });

  it('tell of a key that a call before it had, which was over', () => {
    const capture = Buffer.from(madeCapture({ calls: 4, atOnce: 1, voice: 0 })).toString('latin1');
    const keys = new Set(capture.match(/inline:[A-Za-z\d+/]{40}/g));
    assert.ok(keys.size > 3, 'a key of its own in each description');
    const oneKey = capture.replaceAll(/inline:[A-Za-z\d+/]{40}/g, `inline:${'k'.repeat(40)}`);
    const bytes = new Uint8Array(Buffer.from(oneKey, 'latin1'));
    const rendering = renderCapture([bytes]);
    assert.equal(rendering.kind, 'rendered');
    const { findings } = analyse(rendering.capture.text, defaultOptions);
    assert.ok(findings.some(({ rule }) => rule.id === 'srtp-crypto-key-repeated'));
    assertSameInBatches('one key', bytes);
  });

  it('keep together calls that share an end of media or a key', function () {
    const found = assertSameInBatches('alike', madeCapture({ calls: 12, atOnce: 6, voice: 3 }));
    assert.equal(found?.calls, 12);
  });
});
