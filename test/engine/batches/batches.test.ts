/** A trace that is judged in batches of its calls gives what an analysis of the whole gives. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse, type AnalysisOptions, defaultOptions } from '../../../server/engine/analysis';
import { LineIndex } from '../../../server/engine/basics/lines';
import { analysedCalls } from '../../../server/engine/report/calls';
import { reportFinding } from '../../../server/engine/report/file-report';
import { decodeText } from '../../../server/engine/basics/decode';
import { batched } from '../../support/batched';
import { filesBelow, skipUnshared } from '../../support/shared';

const root = path.resolve(__dirname, '../../..');

function assertSame(
  name: string,
  bytes: Uint8Array,
  calls: number,
  options: AnalysisOptions = defaultOptions,
): boolean {
  const found = batched(bytes, options, { kind: 'findings' }, calls);
  if (found === null) return false;
  const { text } = decodeText(bytes);
  const whole = analyse(text, options);
  const lines = new LineIndex(text);
  const { survey, told, tail } = found;
  const what = `${name} in batches of ${calls}`;
  assert.deepEqual(
    told.map((each) => (each.kind === 'finding' ? { rule: each.rule.id, ...each.finding } : null)),
    whole.findings.map((each) => ({ ...reportFinding(each, lines), rule: each.rule.id })),
    what,
  );
  assert.deepEqual(
    tail,
    { withheld: whole.withheld, notEvaluated: whole.notEvaluated, counts: whole.counts },
    what,
  );
  assert.equal(survey.text.format, whole.trace.format, what);
  assert.equal(survey.text.index.size, whole.trace.messages.length, what);
  assert.equal(survey.calls, whole.trace.calls.filter(({ kind }) => kind === 'call').length, what);
  const rows = batched(bytes, options, { kind: 'calls' }, calls)?.told ?? [];
  assert.deepEqual(
    rows.map((each) => (each.kind === 'call' ? each.call : null)),
    analysedCalls(whole),
    what,
  );
  return true;
}

describe('batches of calls', () => {
  for (const folder of [
    'samples',
    'test/fixtures',
    '../shared/captures',
    '../shared/field',
    '../shared/corpus',
  ])
    it(`tell of the texts in ${folder} what an analysis tells`, function () {
      const at = path.join(root, folder);
      if (!fs.existsSync(at)) skipUnshared(this);
      this.timeout(180_000);
      let count = 0;
      for (const file of filesBelow(at)) {
        const bytes = new Uint8Array(fs.readFileSync(file));
        for (const calls of [1, 7, 1000]) if (assertSame(file, bytes, calls)) count++;
        assertSame(file, bytes, 7, { ...defaultOptions, maxFindingsPerRule: 1 });
        assertSame(file, bytes, 7, { ...defaultOptions, maxFindingsPerRule: 0 });
      }
      assert.ok(count > 10, `only ${count}`);
    });
});
