import assert from 'node:assert/strict';
import { unifiedDiff } from '../../../server/engine/report/unified-diff';
import { correctTrace } from '../../../server/engine/corrections/correct';
import { analyse } from '../../../server/engine/analysis/analyse';
import { damaged, Dice } from '../../support/damage';

/** Applies a diff as `patch` does. */
function patched(text: string, diff: string): string {
  const old = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const out: string[] = [];
  let at = 0;
  const [, , ...lines] = diff.split(/(?<=\n)/);
  for (const [place, line] of lines.entries()) {
    const hunk = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n$/.exec(line);
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      out.push(...old.slice(at, start));
      at = start;
      assert.equal(out.length + (hunk[4] === '0' ? 0 : 1), Number(hunk[3]));
      continue;
    }
    if (line.startsWith('\\')) continue;
    const content = lines[place + 1]?.startsWith('\\') === true ? line.slice(1, -1) : line.slice(1);
    if (!line.startsWith('+')) assert.equal(content, old[at++]);
    if (!line.startsWith('-')) out.push(content);
  }
  return [...out, ...old.slice(at)].join('');
}

describe('a unified diff', () => {
  it('leads from the text to the corrected one', () => {
    for (let seed = 0; seed < 40; seed++) {
      const whole = damaged(new Dice(seed)).text;
      const text = seed % 2 === 0 ? whole : whole.trimEnd();
      const { text: wanted, edits } = correctTrace(analyse(text));
      assert.equal(patched(text, unifiedDiff('a', text, edits)), wanted, `case ${seed}`);
    }
  });

  it('marks a last line without an end', () => {
    assert.equal(
      unifiedDiff('a', 'x\ny', [{ start: 3, end: 3, newText: '\nz' }]),
      '--- a\n+++ a\n@@ -1,2 +1,3 @@\n x\n-y\n\\ No newline at end of file\n+y\n+z\n\\ No newline at end of file\n',
    );
    assert.equal(unifiedDiff('a', 'x\n', []), '');
  });
});
