/** What a selection grows to, from a word to the whole trace. */
import assert from 'node:assert/strict';
import type { SelectionRange } from 'vscode-languageserver-types';
import { provideSelectionRanges } from '../../server/language/selection-ranges';
import { readSample } from '../support/samples';
import { positionOf, textIn, viewOf } from '../support/view';

const text = readSample('inbound-ok.siptrace');

/** What is selected around a place, step by step. */
function stepsAt(piece: string, into: number): readonly string[] {
  const steps: string[] = [];
  let [selection]: readonly (SelectionRange | undefined)[] = provideSelectionRanges(viewOf(text), [
    positionOf(text, piece, into),
  ]);
  for (; selection !== undefined; selection = selection.parent) steps.push(textIn(text, selection.range));
  return steps;
}

/** Around every place of the first message: message, record, trace. */
const outside = ['2-36', '1-36', '1-174'];

describe('expanding a selection', () => {
  it('grows in a body from word over value, line, section and body', () => {
    const value = '1 AES_CM_128_HMAC_SHA1_80 inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem';
    assert.deepEqual(stepsAt('AES_CM', 3), [
      'AES_CM_128_HMAC_SHA1_80',
      value,
      `crypto:${value}`,
      `a=crypto:${value}`,
      '23-35',
      '17-35',
      '17-36',
      ...outside,
    ]);
  });

  it('grows in the part of a description before its m-lines', () => {
    assert.deepEqual(stepsAt('SBC-Call', 1), [
      'SBC-Call',
      's=SBC-Call',
      '17-22',
      '17-35',
      '17-36',
      ...outside,
    ]);
  });

  it('grows in a header from parameter over URI, address and line to all headers', () => {
    const uri = 'sip:203.0.113.10;lr=on;ftag=26712SIPpTag001';
    assert.deepEqual(stepsAt('lr=on;ftag', 1), [
      'lr',
      uri,
      `<${uri}>`,
      `Record-Route: <${uri}>`,
      '2-15',
      ...outside,
    ]);
  });

  it('grows in a start line: of a request over its URI, of a response at once', () => {
    const uri = 'sip:+14255550199@sip.pstnhub.microsoft.com:5061;transport=tls';
    assert.deepEqual(stepsAt('pstnhub', 1).slice(-5), [uri, `INVITE ${uri} SIP/2.0`, ...outside]);
    assert.deepEqual(stepsAt('INVITE sip:', 1), ['INVITE', `INVITE ${uri} SIP/2.0`, ...outside]);
    assert.deepEqual(stepsAt('183 Session', 1).slice(0, 2), ['183', 'SIP/2.0 183 Session Progress']);
  });
});
