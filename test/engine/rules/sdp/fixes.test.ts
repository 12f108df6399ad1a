/** Applying a fix must do away with the finding, and must not break anything that was right. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { Finding } from '../../../../server/engine/analysis/model';
import { rules } from '../../../../server/engine/rules/index';
import { inTrace } from '../../../../server/engine/traces/message';
import { examplesOf, pageOf } from '../../../support/examples';
import { findingsOf, type FoundIn } from '../../../support/findings';

describe('fixes of the examples of rule pages', () => {
  // The fixes of dr- rules need to know the SBC.
  const folders = /^(?:sdp|oa|call|sip)-/;
  for (const { id } of rules.filter((rule) => rule.fixable && folders.test(rule.id))) {
    it(`${id}: the finding is gone`, () => {
      let fixes = 0;
      for (const { text } of examplesOf(pageOf(id) ?? '')) {
        for (const lineEnd of ['\n', '\r\n']) {
          const example = text.replaceAll('\n', lineEnd);
          const before = findingsOf(example);
          for (const finding of before.filter(({ rule, fix }) => rule.id === id && fix !== null)) {
            fixes++;
            const fixed = applied(example, finding);
            const after = analyse(fixed).findings;
            assert.deepEqual(
              after.filter(({ rule, severity }) => rule.id === id && severity !== 'info').map(({ at }) => at),
              [],
              fixed,
            );
            assert.deepEqual(newErrors(before, after), [], fixed);
            assert.equal(fixed.split('\n').length, fixed.split(lineEnd).length, 'line ends are kept');
          }
        }
      }
      assert.ok(fixes > 0, 'no example has a fix');
    });
  }
});

function applied(text: string, { of: message, fix }: FoundIn): string {
  let result = text;
  for (const edit of (fix?.edits ?? []).toReversed()) {
    const { start, end } = inTrace(message, edit);
    result = result.slice(0, start) + edit.newText + result.slice(end);
  }
  return result;
}

/** Content-Length is put right by whoever applies a fix. */
function newErrors(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const known = new Set(before.map(({ rule }) => rule.id));
  return after
    .filter(
      ({ rule, severity }) => severity === 'error' && !known.has(rule.id) && rule.id !== 'sip-content-length',
    )
    .map(({ rule, message }) => `${rule.id}: ${message}`);
}
