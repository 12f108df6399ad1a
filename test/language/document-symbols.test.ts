/** What the outline leaves out. */
import assert from 'node:assert/strict';
import { finished } from '../../server/engine/basics/finished';
import { provideDocumentSymbols } from '../../server/language/document-symbols';
import { viewOf } from '../support/view';

/** How many entries stand below the m-line of a description with so many candidates. */
function attributesShown(candidates: number): number | undefined {
  const candidate = 'a=candidate:1 1 UDP 2130706431 203.0.113.10 50075 typ host';
  const head = ['v=0', 'o=- 1 1 IN IP4 203.0.113.10', 's=-', 't=0 0', 'm=audio 50075 RTP/SAVP 0'];
  const view = viewOf([...head, ...Array<string>(candidates).fill(candidate), ''].join('\n'));
  const [description] = finished(provideDocumentSymbols(view));
  return description?.children?.[0]?.children?.length;
}

describe('the outline', () => {
  it('ends at an m-line with attributes by the thousand', () => {
    assert.deepEqual([2, 1000, 1001].map(attributesShown), [2, 1000, 0]);
  });
});
