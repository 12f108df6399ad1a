/** A text whose layout was spoiled is judged in batches as it is at once. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { LineIndex } from '../../../server/engine/basics/lines';
import { reportFinding } from '../../../server/engine/report/file-report';
import { batched } from '../../support/batched';
import { layouts } from '../../support/layouts';

const text = fs.readFileSync('test/fixtures/text/01-inbound-ok.sngrep.txt', 'utf8').replace(/\r\n/g, '\n');

describe('spoiled layouts in batches', () => {
  it('give what the whole text gives, and say what was repaired', function () {
    for (const layout of layouts) {
      const { name } = layout;
      const spoiled = layout.spoil(`${text}\n${text.replace(/^(Call-ID: )/gim, '$1second-')}`);
      const found = batched(new TextEncoder().encode(spoiled), defaultOptions, { kind: 'findings' }, 1);
      if (found === null) continue;
      const whole = analyse(spoiled);
      const lines = new LineIndex(spoiled);
      assert.deepEqual(
        found.told.map((each) => (each.kind === 'finding' ? { rule: each.rule.id, ...each.finding } : null)),
        whole.findings.map((each) => ({ ...reportFinding(each, lines), rule: each.rule.id })),
        name,
      );
      assert.deepEqual(
        found.survey.repaired,
        whole.trace.repairs.map(({ what, places }) => ({
          what,
          places: places.length,
          line: lines.positionAt(places[0] ?? 0).line,
        })),
        name,
      );
    }
  });
});
