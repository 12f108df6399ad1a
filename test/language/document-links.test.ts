/** Links from a response, ACK or such to its request. */
import assert from 'node:assert/strict';
import { finished } from '../../server/engine/basics/finished';
import { provideDocumentLinks } from '../../server/language/document-links';
import { readSample } from '../support/samples';
import { textIn, viewOf } from '../support/view';

describe('document links', () => {
  it('lead from the CSeq of each response to its request', () => {
    const text = readSample('inbound-ok.siptrace');
    assert.deepEqual(
      finished(provideDocumentLinks(viewOf(text))).map(({ range, target, tooltip }) => [
        range.start.line + 1,
        textIn(text, range),
        target,
        tooltip,
      ]),
      [
        [45, '1 INVITE', 'file:///trace.siptrace#L2', 'Go to the INVITE in line 2'],
        [61, '1 INVITE', 'file:///trace.siptrace#L2', 'Go to the INVITE in line 2'],
        [101, '1 INVITE', 'file:///trace.siptrace#L2', 'Go to the INVITE in line 2'],
        [139, '1 ACK', 'file:///trace.siptrace#L2', 'Go to the INVITE in line 2'],
        [167, '2 BYE', 'file:///trace.siptrace#L146', 'Go to the BYE in line 146'],
      ],
    );
  });
});
