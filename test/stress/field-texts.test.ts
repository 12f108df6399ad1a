/** The texts of ../shared/field: how much each holds, which rules it asks for, and which must keep silent. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis/analyse';
import { sharedPath, skipUnshared } from '../support/shared';

interface Expected {
  readonly messages?: number;
  readonly calls?: number;
  readonly bodies?: number;
  /** Rules; of several with `|` between them one is enough. */
  readonly must?: readonly string[];
  readonly mustNot?: readonly string[];
}

describe('the texts of ../shared/field', () => {
  const list = sharedPath('field', 'EXPECTED.json');
  if (list === null) {
    it('are read and judged as their list says', function () {
      skipUnshared(this);
    });
    return;
  }
  const expected = JSON.parse(fs.readFileSync(list, 'utf8')) as Readonly<Record<string, Expected>>;
  for (const [name, { must = [], mustNot = [], ...listed }] of Object.entries(expected)) {
    it(`are read and judged as their list says: ${name}`, () => {
      const { trace, findings } = analyse(fs.readFileSync(path.join(path.dirname(list), name), 'utf8'));
      const told: ReadonlySet<string> = new Set(findings.map(({ rule }) => rule.id));
      const held = {
        messages: trace.messages.length,
        calls: trace.calls.filter(({ kind }) => kind === 'call').length,
        bodies: trace.calls.reduce((sum, call) => sum + call.bodies.length, 0),
      };
      // What the list says of times and addresses is for tests of the formats.
      for (const [what, count] of Object.entries(held))
        assert.equal(count, listed[what as keyof typeof held] ?? count, what);
      assert.deepEqual(
        must.filter((ids) => !ids.split('|').some((id) => told.has(id))),
        [],
      );
      assert.deepEqual(
        mustNot.filter((id) => told.has(id)),
        [],
      );
    });
  }
});
