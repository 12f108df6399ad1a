/** What stands above the messages of a call, and where it leads. */
import assert from 'node:assert/strict';
import { finished } from '../../server/engine/basics/finished';
import { provideCodeLenses } from '../../server/language/code-lenses';
import { readSample } from '../support/samples';
import { viewOf } from '../support/view';

describe('code lenses', () => {
  it('sum a call up, open it, and lead from offer to answer and back', () => {
    const lenses = finished(provideCodeLenses(viewOf(readSample('inbound-ok.siptrace'))));
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line + 1, command?.title, command?.command]),
      [
        [2, '2 notes in this call · answered 200 · teams-bypass', 'sipTrace.reveal'],
        [2, 'open the call', 'sipTrace.openCallPanel'],
        [2, 'answer of this offer in 183', 'sipTrace.reveal'],
        [2, 'answer of this offer in 200', 'sipTrace.reveal'],
        [52, 'offer of this answer: INVITE', 'sipTrace.reveal'],
        [92, 'offer of this answer: INVITE', 'sipTrace.reveal'],
      ],
    );
    assert.deepEqual(lenses[2]?.command?.arguments, [
      'file:///trace.siptrace',
      { start: { line: 51, character: 0 }, end: { line: 51, character: 28 } },
    ]);
  });
});
