/** Calls that nothing is wrong with, and all that a trace may show of them: no rule calls anything an error. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { crooked, goingOn, type Sent, traceText, validFlows, views } from '../../support/flows';

describe('rules', () => {
  describe('find no error in a valid call, whatever part of it a trace shows', () => {
    for (const { name, sent } of validFlows) {
      it(name, () => {
        for (const [view, part, end] of Object.entries({ ...views, ...crooked }).flatMap(([view, part]) => [
          [view, part, (seen: readonly Sent[]) => seen] as const,
          [`${view}, and then another call`, part, goingOn] as const,
        ])) {
          const { findings, trace } = analyse(traceText(end(part(sent))));
          assert.ok(trace.calls.length > 0, view);
          const errors = findings.filter(({ severity }) => severity === 'error');
          assert.deepEqual(
            errors.map(({ rule, message }) => `${rule.id}: ${message}`),
            [],
            view,
          );
        }
      });
    }
  });
});
