import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';

interface LanguageConfiguration {
  readonly wordPattern: string;
  readonly autoClosingPairs: readonly unknown[];
  readonly colorizedBracketPairs: readonly unknown[];
}

for (const language of ['sip-trace', 'sdp']) {
  describe(`language configuration of ${language}`, () => {
    const configuration = read(language);

    const words: readonly (readonly [line: string, word: string])[] = [
      ['c=IN IP4 203.0.113.10', '203.0.113.10'],
      ['c=IN IP4 203.0.113.10.', '203.0.113.10'],
      ['2026/11/20 05:40:24.467142 203.0.113.10:5060 -> 198.51.100.5:5060', '198.51.100.5'],
      ['2026/11/20 05:40:24.467142 203.0.113.10:5060 -> 198.51.100.5:5060', '05:40:24.467142'],
      ['c=IN IP6 2001:db8:113::10', '2001:db8:113::10'],
      ['Via: SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bK-26712-1-0', '2001:db8::1'],
      ['Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bK06c2.321a-9.0.', 'z9hG4bK06c2.321a-9.0'],
      ['Via: SIP/2.0/UDP sbc1.contoso.com;branch=z9hG4bK1', 'sbc1.contoso.com'],
      ['Call-ID: 1-26712@203.0.113.11', '1-26712@203.0.113.11'],
      ['CALL-ID: 1-26712@203.0.113.11.', '1-26712@203.0.113.11'],
      ['i:f81d4fae-7dec-11d0@10.0.0.1', 'f81d4fae-7dec-11d0@10.0.0.1'],
      ['From: <sip:+12065550100@sbc1.contoso.com>;tag=26712SIPpTag001', '+12065550100'],
      ['From: <sip:+12065550100@sbc1.contoso.com>;tag=26712SIPpTag001', '26712SIPpTag001'],
      ['a=ice-ufrag:Ru+l0/vG.', 'Ru+l0/vG'],
      ['a=ice-ufrag:Ru+l0/vG', 'ice-ufrag'],
      [
        'a=crypto:1 AEAD_AES_128_GCM inline:Tm90QVJlYWxLZXlOb3RBUmVhbEtleU5vdEE=|2^31',
        'Tm90QVJlYWxLZXlOb3RBUmVhbEtleU5vdEE=',
      ],
      ['a=fingerprint:sha-256 AE:24:07:15:5C:B7', 'AE:24:07:15:5C:B7'],
      ['a=fingerprint:sha-256 AE:24:07:15:5C:B7', 'sha-256'],
      ['m=audio 50075 RTP/SAVP 0 8 101', 'RTP/SAVP'],
    ];
    for (const [line, word] of words) {
      it(`a double click in «${word}» of «${line}» selects it wholly`, () => {
        const start = line.indexOf(word);
        for (let column = start; column < start + word.length; column++) {
          assert.equal(wordAt(configuration.wordPattern, line, column), word, `at column ${column}`);
        }
      });
    }

    it('closes nothing by itself and paints no unmatched bracket: an arrow is not a bracket', () => {
      assert.deepEqual(configuration.autoClosingPairs, []);
      assert.deepEqual(configuration.colorizedBracketPairs, []);
    });
  });
}

function read(language: string): LanguageConfiguration {
  return JSON.parse(
    readFileSync(`syntaxes/${language}.language-configuration.json`, 'utf8'),
  ) as LanguageConfiguration;
}

/** The word that encloses a column, found as an editor finds it: the first match over the line that reaches there. */
function wordAt(pattern: string, line: string, column: number): string | undefined {
  for (const match of line.matchAll(new RegExp(pattern, 'g'))) {
    if (match.index <= column && column < match.index + match[0].length) {
      return match[0];
    }
  }
  return undefined;
}
