/** A text whose layout was spoiled is judged in batches as it is at once. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { finished } from '../../../server/engine/basics/finished';
import { LineIndex } from '../../../server/engine/basics/lines';
import { BatchStream } from '../../../server/engine/batches/batch-stream';
import { surveyText } from '../../../server/engine/batches/survey';
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

  it('hold no more of a text than its messages, however its lines end', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const calls = Array.from({ length: 20 }, (_, call) => text.replace(/^(Call-ID: )/gim, `$1${call}-`));
      const spoiled = calls.join('\n').replaceAll('\n', end);
      const pieces = (): Iterable<Uint8Array> => [new TextEncoder().encode(spoiled)];
      const survey = finished(surveyText('text', pieces, null));
      const excerpts = [...new BatchStream(survey, 'call').read(pieces())].flatMap(
        (batch) => batch?.excerpts ?? [],
      );
      assert.equal(excerpts.length, survey.text.index.size);
      const held = excerpts.reduce((sum, excerpt) => sum + excerpt.text.length, 0);
      assert.ok(held <= spoiled.length, `${held} of ${spoiled.length} characters`);
    }
  });
});
