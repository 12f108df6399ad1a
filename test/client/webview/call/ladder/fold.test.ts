/** Many hops of a call as one lane. */
import assert from 'node:assert/strict';
import { canFold, foldHops } from '../../../../../client/webview/call/ladder/fold';
import type { Lane, Row } from '../../../../../shared/replay-view';
import { viewOf } from '../view';

const lane = (kind: Lane['kind'], title: string): Lane => ({ kind, title, subtitle: '', fork: null });
const row = (from: number, to: number): Row => ({
  kind: 'packet',
  what: 'log',
  at: null,
  from,
  to,
  fork: null,
  label: '',
  evidence: 'observed',
  severity: null,
  defects: [],
  gist: '',
  steps: null,
  range: null,
  frame: null,
  count: 1,
});

describe('the hops of a ladder', () => {
  const hops = ['p1', 'p2', 'p3', 'p4'];
  const lanes = [lane('host', 'a'), ...hops.map((hop) => lane('hop', hop)), lane('host', 'b')];
  const view = viewOf({ lanes, rows: [row(0, 1), row(1, 2), row(3, 4), row(4, 5), row(5, 0)] });

  it('fold into one lane, and no row is lost', () => {
    assert.ok(canFold(view));
    const folded = foldHops(view, '4 hops');
    assert.deepEqual(
      folded.lanes.map(({ title }) => title),
      ['a', '4 hops', 'b'],
    );
    assert.deepEqual(
      folded.rows.map(({ from, to }) => [from, to]),
      [
        [0, 1],
        [1, 1],
        [1, 1],
        [1, 2],
        [2, 0],
      ],
    );
  });

  it('are left alone where they are few', () => {
    assert.ok(!canFold({ lanes: [lane('host', 'a'), lane('hop', 'p'), lane('host', 'b')] }));
    const none = viewOf({ lanes: [lane('host', 'a')] });
    assert.equal(foldHops(none, ''), none);
  });
});
