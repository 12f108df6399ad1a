/** What grouping asks of a message, read by place, is what the trees of its headers say. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { factsOf } from '../../../server/engine/sip/facts';
import { parseSip } from '../../../server/engine/sip/parse';
import { tagOf, topVia, viasOf } from '../../../server/engine/sip/values';

const pieces = [
  'SIP/2.0/UDP',
  'SIP / 2.0 / TCP',
  ' 192.0.2.1',
  '[2001:db8::1]:5060',
  ';branch=z9hG4bK1',
  ';Branch=x',
  '; branch = y ',
  ';rport',
  ';tag=a',
  ';TAG=b',
  ';tag=',
  '; tag=c d',
  '<sip:a@example.com>',
  '<sip:a;tag=u@example.com;lr>',
  'sip:b@example.com',
  '"A, <B>;tag=q" ',
  '"open',
  '"Bob" ',
  '"B\\"ob" ',
  'Bob ',
  ',',
  '\t',
  '\r\n ',
  '>',
  '<',
] as const;

const value = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(''));

describe('facts of a message', () => {
  it('are those that its headers tell', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), value, value, (vias, from, to) => {
        const message = parseSip(
          `OPTIONS sip:a@b SIP/2.0\r\n${vias.map((via) => `Via: ${via}\r\n`).join('')}From: ${from}\r\nTo: ${to}\r\n\r\n`,
        );
        const { branch, viaCount, fromTag, toTag } = factsOf(message);
        assert.equal(branch, topVia(message)?.branch?.text ?? '');
        assert.equal(viaCount, viasOf(message).length);
        assert.equal(fromTag, tagOf(message, 'from')?.text ?? '');
        assert.equal(toTag, tagOf(message, 'to')?.text ?? '');
      }),
      { numRuns: 3000 },
    );
  });
});
