/** All captures that are there, judged in batches and whole: each alone, and many at once. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis/analyse';
import { type AnalysisOptions, defaultOptions } from '../../server/engine/analysis/model';
import { compileNetwork } from '../../server/engine/network/network';
import { LineIndex } from '../../server/engine/basics/lines';
import { writeAnalysis } from '../../server/engine/report/file-report';
import { jsonWriter } from '../../server/engine/report/json';
import { renderCapture } from '../../server/engine/trace-text/render';
import { analysisOptions, defaultSettings } from '../../server/settings';
import { writeTraffic } from '../bench/traffic';
import { assertSameInBatches, assertSameTextInBatches } from '../support/clustered';
import { examplesOf, pageIds, pageOf } from '../support/examples';
import { madeCapture } from '../support/made-capture';
import { mergedCapture } from '../support/merged-capture';
import { filesBelow, sharedPath, skipUnshared } from '../support/shared';

/** Larger files take most of the time and show nothing that others do not. */
const LARGEST = 2_000_000;
/** Captures that are merged. */
const AT_ONCE = 25;

const withNetwork: AnalysisOptions = {
  ...defaultOptions,
  facts: {
    ...defaultOptions.facts,
    network: compileNetwork({ customerSubnets: ['10.0.0.0/8'], vpnSubnets: ['192.168.0.0/16'] }),
  },
};

describe('batches of captures', () => {
  for (const folder of ['captures', 'field', 'corpus'])
    it(`tell of all captures in ../shared/${folder} what an analysis tells`, function () {
      const at = sharedPath(folder);
      if (at === null) skipUnshared(this);
      this.timeout(1_800_000);
      let captures = 0;
      const files = filesBelow(at).filter((file) => fs.statSync(file).size < LARGEST);
      for (const file of files)
        if (assertSameInBatches(file, new Uint8Array(fs.readFileSync(file))) !== null) captures++;
      assert.ok(captures > 0);
      const small = files.filter((file) => fs.statSync(file).size < LARGEST / 8);
      for (let place = 0; place < small.length; place += AT_ONCE) {
        const apart = (place / AT_ONCE) % 2 === 0 ? 0 : 7;
        const merged = mergedCapture(small.slice(place, place + AT_ONCE), apart);
        if (merged !== null) assertSameInBatches(`${folder} from ${place} on, ${apart} s apart`, merged);
      }
    });

  it('tell of the trace texts among the examples of rules what an analysis tells', function () {
    let texts = 0;
    for (const id of pageIds()) {
      for (const { text, network, of } of examplesOf(pageOf(id) ?? '')) {
        if (of !== 'trace') continue;
        const facts = { ...defaultOptions.facts, network: compileNetwork(network) };
        if (assertSameTextInBatches(id, text, { ...defaultOptions, facts }) !== null) texts++;
      }
    }
    assert.ok(texts > 20, `${texts} texts`);
  });

  it('tell of a busy trunk what an analysis tells, its calls one by one and seven at a time', function () {
    const bytes = madeCapture({ calls: 40, atOnce: 20, voice: 2, varied: true });
    const one = assertSameInBatches('varied', bytes);
    assert.equal(one?.calls, 40);
    assert.ok(one.clusters > 25, `${one.clusters} clusters`);
    assertSameInBatches('varied', bytes, { ...defaultOptions, maxFindingsPerRule: 2 }, 7);
    assertSameInBatches('varied', bytes, { ...withNetwork, maxFindingsPerRule: 0 });
  });
});

describe('a large capture', function () {
  this.timeout(1_200_000);
  const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');
  let folder = '';
  let file = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    file = path.join(folder, 'trunk.pcap');
    const traffic = { calls: 150, atOnce: 30, voice: 1600, varied: true } as const;
    writeTraffic(file, path.join(folder, 'trunk.txt'), traffic);
    assert.ok(fs.statSync(file).size > 40_000_000);
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('goes by batches on the command line, and tells what an analysis of the whole tells', () => {
    const rendering = renderCapture([new Uint8Array(fs.readFileSync(file))]);
    assert.equal(rendering.kind, 'rendered');
    const { text, format } = rendering.capture;
    const analysis = analyse(text, analysisOptions(defaultSettings));
    let wanted = '';
    const writer = jsonWriter((piece) => (wanted += piece));
    writeAnalysis(writer, file, analysis, new LineIndex(text), format);
    writer.finish({ ...analysis.counts, ignored: 0, known: 0, stale: 0 });
    const run = (...args: readonly string[]): string =>
      spawnSync(process.execPath, [cli, ...args, file], { encoding: 'utf8', maxBuffer: 1e9 }).stdout;
    assert.equal(run('lint', '--format', 'json'), wanted);
    assert.equal(run('messages').trimEnd(), text.trimEnd());
    assert.equal(run('replay', '--format', 'ndjson').trim().split('\n').length, 150);
  });
});
