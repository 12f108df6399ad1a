/** A call as a ladder of plain characters. */
import assert from 'node:assert/strict';
import { textLadderOf } from '../../../client/panel/call-text-ladder';
import type { Lane, Row } from '../../../shared/replay-view';
import { viewOf } from '../webview/call/view';

const lane = (title: string): Lane => ({ kind: 'host', title, subtitle: '', fork: null });
const row = (from: number, to: number, label: string, more: Partial<Row> = {}): Row =>
  ({
    kind: 'sip',
    at: 1_500_000,
    from,
    to,
    fork: null,
    label,
    evidence: 'observed',
    severity: null,
    defects: [],
    gist: '',
    steps: null,
    range: null,
    frame: null,
    sdp: null,
    status: null,
    retransmission: false,
    ...more,
  }) as Row;

describe('a call as a ladder of text', () => {
  it('has the headline, what is wrong, a head and a line a row', () => {
    const text = textLadderOf(
      viewOf({
        headline: { severity: 'error', text: 'Rejected: 486 Busy Here, by the callee.' },
        lanes: [lane('192.0.2.1'), lane('192.0.2.2')],
        rows: [
          row(0, 1, 'INVITE', { sdp: 'offer' }),
          row(1, 0, '486', { severity: 'error' }),
          row(0, 0, 'timeout'),
        ],
      }),
      'alice → bob',
      'today',
    );
    assert.deepEqual(text.split('\n'), [
      'alice → bob',
      'Rejected: 486 Busy Here, by the callee.',
      'today',
      '',
      '           192.0.2.1                 192.0.2.2',
      '',
      '    +1.500     |------ INVITE (SDP) ---->|',
      '    +1.500     |<-------- x 486 ---------|',
      '    +1.500     | * timeout               |',
      '',
    ]);
  });

  it('cuts long names, and counts the rows that are left out', () => {
    const long = 'x'.repeat(90);
    const text = textLadderOf(
      viewOf({ lanes: [lane(long), lane(long)], rows: Array.from({ length: 500 }, () => row(0, 1, long)) }),
      '',
      '',
    );
    assert.match(text, /… 100 more\n$/);
    assert.ok(text.split('\n').every((line) => line.length < 60));
  });
});
