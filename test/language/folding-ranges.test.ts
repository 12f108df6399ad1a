/** What folds in a trace: messages, heads, bodies and their m-lines. */
import assert from 'node:assert/strict';
import { finished } from '../../server/engine/basics/finished';
import { provideFoldingRanges } from '../../server/language/folding-ranges';
import { readSample } from '../support/samples';
import { viewOf } from '../support/view';

describe('folding', () => {
  it('folds each message, its head, its body and each m-line', () => {
    const folds = finished(provideFoldingRanges(viewOf(readSample('inbound-ok.siptrace'))));
    assert.deepEqual(
      folds.map(({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1} ${kind ?? ''}`.trim()),
      [
        ...['2-35', '3-15 region', '17-35', '23-35'], // INVITE, from its start line on
        ...['39-47', '40-47 region'], // 100, without a body
        ...['52-88', '53-65 region', '67-88', '73-88'], // 183
        ...['92-128', '93-105 region', '107-128', '113-128'], // 200
        ...['132-141', '133-141 region'], // ACK
        ...['146-155', '147-155 region'], // BYE
        ...['160-170', '161-170 region'], // its 200
      ],
    );
  });

  it('folds of a description alone each m-line', () => {
    const folds = finished(
      provideFoldingRanges(
        viewOf(
          'v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\nm=audio 4000 RTP/AVP 0\na=sendrecv\nm=video 0 RTP/AVP 96\na=inactive\n',
        ),
      ),
    );
    assert.deepEqual(
      folds.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [4, 5],
        [6, 7],
      ],
    );
  });
});
