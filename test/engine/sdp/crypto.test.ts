import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cryptoOf } from '../../../server/engine/sdp/crypto';
import { attributeLine, seen, textAt } from './reading';

const key = 'V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V';

describe('cryptoOf', () => {
  it('reads every field with its place', () => {
    const text = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31|1:4 KDR=16 UNENCRYPTED_SRTCP`;
    const crypto = cryptoOf(attributeLine(text));
    assert.equal(crypto.valid, true);
    assert.deepEqual(crypto.tag, { start: 9, end: 10, text: '1' });
    assert.equal(crypto.tagValue, 1);
    assert.equal(crypto.role, null);
    assert.deepEqual(crypto.suite, { start: 11, end: 34, text: 'AES_CM_128_HMAC_SHA1_80' });
    assert.deepEqual(crypto.oddSpacing, []);
    assert.equal(crypto.keyParams.length, 1);
    const [param] = crypto.keyParams;
    assert.ok(param);
    assert.equal(textAt(text, param), `inline:${key}|2^31|1:4`);
    assert.deepEqual(param.method, { start: 35, end: 41, text: 'inline' });
    assert.deepEqual(param.keySalt, { start: 42, end: 82, text: key });
    assert.equal(param.keyOctets, 30);
    assert.equal(param.base64Problem, null);
    assert.deepEqual(param.lifetime, { start: 83, end: 87, text: '2^31' });
    assert.equal(param.lifetimeValue, 2n ** 31n);
    assert.deepEqual(param.mki, {
      start: 88,
      end: 91,
      text: '1:4',
      value: { start: 88, end: 89, text: '1' },
      length: { start: 90, end: 91, text: '4' },
      lengthValue: 4,
    });
    assert.deepEqual(
      crypto.sessionParams.map(({ name, value }) => [name.text, value?.text ?? null]),
      [
        ['KDR', '16'],
        ['UNENCRYPTED_SRTCP', null],
      ],
    );
  });

  it('takes tag 0 for a tag, and keeps leading zeros', () => {
    assert.equal(cryptoOf(attributeLine(`a=crypto:0 F8_128_HMAC_SHA1_80 inline:${key}`)).tagValue, 0);
    const zeros = cryptoOf(attributeLine(`a=crypto:01 F8_128_HMAC_SHA1_80 inline:${key}`));
    assert.deepEqual([zeros.tag.text, zeros.tagValue, zeros.valid], ['01', 1, true]);
  });

  it('reads several keys', () => {
    const text = `a=crypto:1 F8_128_HMAC_SHA1_80 inline:${key}|2^20|1:4;inline:AAAA|2:4 FEC_ORDER=FEC_SRTP`;
    const crypto = cryptoOf(attributeLine(text));
    assert.deepEqual(
      crypto.keyParams.map((param) => [param.keyOctets, param.lifetimeValue, param.mki?.value.text]),
      [
        [30, 1n << 20n, '1'],
        [3, null, '2'],
      ],
    );
    assert.equal(crypto.valid, true);
  });

  it('reads the role that Microsoft’s cryptoscale has', () => {
    const crypto = cryptoOf(
      attributeLine(`a=cryptoscale:1 client AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31|1:1`),
    );
    assert.deepEqual(
      [crypto.role?.text, crypto.suite.text, crypto.keyParams[0]?.mki?.lengthValue, crypto.valid],
      ['client', 'AES_CM_128_HMAC_SHA1_80', 1, true],
    );
    const plain = cryptoOf(attributeLine(`a=crypto:1 client inline:${key}`));
    assert.deepEqual([plain.role, plain.suite.text], [null, 'client']);
  });

  it('allows several blanks, and remembers them', () => {
    const text = `a=crypto:1  AES_CM_128_HMAC_SHA1_80\tinline:${key}`;
    const crypto = cryptoOf(attributeLine(text));
    assert.equal(crypto.valid, true);
    assert.deepEqual(crypto.oddSpacing, [
      { start: 10, end: 12 },
      { start: 35, end: 36 },
    ]);
  });

  const lifetimes: readonly (readonly [string, bigint | null])[] = [
    ['2^31', 2n ** 31n],
    ['2^048', 2n ** 48n],
    ['2^999999999', 2n ** 128n],
    ['1048576', 1048576n],
    ['0', 0n],
    [`${'0'.repeat(50)}7`, 7n],
    ['9'.repeat(1000), 2n ** 128n],
    ['2^', null],
    ['2^x', null],
    ['3^31', null],
    ['', null],
  ];
  for (const [lifetime, value] of lifetimes) {
    it(`reads the lifetime "${lifetime.slice(0, 60)}"`, () => {
      const crypto = cryptoOf(
        attributeLine(`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}|${lifetime}|1:1`),
      );
      assert.equal(crypto.keyParams[0]?.lifetime?.text, lifetime);
      assert.equal(crypto.keyParams[0].lifetimeValue, value);
      assert.equal(crypto.valid, value !== null);
    });
  }

  const broken: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [`AES_CM_128_HMAC_SHA1_80 inline:${key}`, [['tag', '']]],
    [`x AES_CM_128_HMAC_SHA1_80 inline:${key}`, [['tag', 'x']]],
    [`1234567890 AES_CM_128_HMAC_SHA1_80 inline:${key}`, [['tag', '1234567890']]],
    [`1 inline:${key}`, [['suite', '']]],
    [`1 AES-CM-128 inline:${key}`, [['suite', 'AES-CM-128']]],
    ['1 AES_CM_128_HMAC_SHA1_80', [['key', '']]],
    ['1 AES_CM_128_HMAC_SHA1_80 inline:', [['key', '']]],
    [`1 AES_CM_128_HMAC_SHA1_80 ${key}`, [['key', key]]],
    ['1 AES_CM_128_HMAC_SHA1_80 inline:V_Lr', [['key', '_']]],
    ['1 AES_CM_128_HMAC_SHA1_80 inline:V!Lr', [['key', '!']]],
    ['1 AES_CM_128_HMAC_SHA1_80 inline:AAAAA', [['key', 'AAAAA']]],
    ['1 AES_CM_128_HMAC_SHA1_80 inline:AAAA=', [['key', '=']]],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31|1`, [['mki', '1']]],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|x:1`, [['mki', 'x']]],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|1:1000`, [['mki', '1000']]],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31|1:1|7|8`, [['structure', '7|8']]],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${key} é`, [['session', 'é']]],
    ['', [['tag', ''], ['suite', ''], ['key', '']]], // prettier-ignore
  ];
  for (const [value, problems] of broken) {
    it(`tells what is wrong with "${value}"`, () => {
      const text = `a=crypto:${value}`;
      const crypto = cryptoOf(attributeLine(text));
      assert.equal(crypto.valid, false);
      assert.deepEqual(seen(text, crypto.problems), problems);
    });
  }

  it('lets padding be missing', () => {
    const [param] = cryptoOf(attributeLine('a=crypto:1 AEAD_AES_128_GCM inline:QUJDRA')).keyParams;
    assert.equal(param?.keyOctets, 4);
  });

  it('leaves the key of an unknown method unread', () => {
    const crypto = cryptoOf(attributeLine('a=crypto:1 AES_CM_128_HMAC_SHA1_80 uri:https://example.com/k'));
    assert.deepEqual([crypto.keyParams[0]?.keyOctets, crypto.valid], [null, true]);
  });

  it('never throws, and never says a key in a message', () => {
    const word = fc.constantFrom(
      '1',
      'inline:',
      'SECRETKEY',
      '|',
      ':',
      ';',
      '2^31',
      '=',
      '-',
      ' ',
      '\t',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const text = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:SECRETKEY${words.join('')}`;
        const crypto = cryptoOf(attributeLine(text));
        for (const problem of crypto.problems) assert.doesNotMatch(problem.message, /SECRETKEY/);
        for (const param of crypto.keyParams) assert.equal(textAt(text, param.keySalt), param.keySalt.text);
        assert.equal(crypto.valid, crypto.problems.length === 0);
      }),
    );
  });
});
