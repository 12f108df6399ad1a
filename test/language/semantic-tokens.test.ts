/** Which colour each part of a message gets. */
import assert from 'node:assert/strict';
import { provideSemanticTokens, semanticTokensLegend } from '../../server/language/semantic-tokens';
import { readSample } from '../support/samples';
import { viewOf } from '../support/view';

const { tokenTypes, tokenModifiers } = semanticTokensLegend;

/** The tokens of some lines, counted from 1: `text type modifiers`. */
function tokensOf(text: string, first: number, last: number): readonly string[] {
  const range = { start: { line: first - 1, character: 0 }, end: { line: last, character: 0 } };
  const lines = text.split('\n');
  const { data } = provideSemanticTokens(viewOf(text), range);
  const tokens: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at + 4 < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, set = 0] = data.slice(at, at + 5);
    line += down;
    character = down === 0 ? character + right : right;
    const modifiers = tokenModifiers.filter((_, bit) => (set & (1 << bit)) !== 0);
    const covered = (lines[line] ?? '').slice(character, character + length);
    if (line >= first - 1 && line < last) tokens.push([covered, tokenTypes[type], ...modifiers].join(' '));
  }
  return tokens;
}

describe('semantic tokens', () => {
  const text = readSample('inbound-ok.siptrace');

  it('tell method, URI, header, parameter and tag apart', () => {
    assert.deepEqual(tokensOf(text, 2, 2), [
      'INVITE method',
      'sip:+14255550199@sip.pstnhub.microsoft.com:5061;transport=tls string',
    ]);
    assert.deepEqual(tokensOf(text, 6, 6), [
      'From property',
      'sip:+12065550100@sbc1.contoso.com;user=phone string',
      'tag parameter',
      '26712SIPpTag001 variable',
    ]);
    assert.deepEqual(tokensOf(text, 39, 39), ['100 number']);
  });

  it('tell in SDP names, numbers, codecs and credentials apart', () => {
    assert.deepEqual(tokensOf(text, 23, 24), [
      'audio keyword',
      '50075 number',
      'RTP/SAVP type',
      '0 number',
      '8 number',
      '101 number',
      'rtpmap property',
      '0 number definition',
      'PCMU type',
      '8000 number',
    ]);
    assert.deepEqual(tokensOf(text, 33, 35), [
      'ice-ufrag property',
      'Rugl0WvG variable',
      'ice-pwd property',
      'candidate property',
      'UDP keyword',
      '2130706431 number',
      '203.0.113.10 string',
      '50075 number',
      'host enumMember',
    ]);
  });

  it('are made of the lines that are looked at', () => {
    const candidate = 'a=candidate:1 1 UDP 2130706431 203.0.113.10 50075 typ host';
    const long = [
      'v=0',
      'o=- 1 1 IN IP4 203.0.113.10',
      's=-',
      't=0 0',
      'm=audio 50075 RTP/SAVP 0',
      candidate,
    ];
    const view = viewOf([...long, ...Array<string>(20_000).fill(candidate), ''].join('\n'));
    const shown = { start: { line: 10_000, character: 0 }, end: { line: 10_001, character: 5 } };
    const { data } = provideSemanticTokens(view, shown);
    const lines = new Set<number>();
    let line = 0;
    for (let at = 0; at < data.length; at += 5) lines.add((line += data[at] ?? 0));
    // The m-line tells whether its lines take part.
    assert.deepEqual([...lines], [4, 10_000, 10_001]);
    assert.deepEqual(provideSemanticTokens(view, null).data, []);
  });
});
