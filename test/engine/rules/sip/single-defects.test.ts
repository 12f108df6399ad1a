/** A real call that is right, with one thing in it made wrong: its rule speaks, and hardly any other. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../../server/engine/analysis';

const file = path.resolve(import.meta.dirname, '../../../fixtures/text/01-inbound-ok.sngrep.txt');

/** Its messages, each with the line of its log: INVITE, 100, 183, 200, ACK, BYE, 200. */
function messagesOf(text: string): readonly string[] {
  return text.split(/^(?=\d{4}\/\d\d\/\d\d )/m).filter((each) => each.trim() !== '');
}

const [INVITE, RINGING, OK, ACK, BYE, BYE_OK] = [0, 2, 3, 4, 5, 6] as const;

type Change = readonly [rule: string, message: number, from: string | RegExp, to: string];

const changes: readonly Change[] = [
  ['sip-start-line', INVITE, ' SIP/2.0\n', ' SIP /2.0\n'],
  ['sip-start-line', BYE, ' SIP/2.0\n', ' SIP/3.0\n'],
  ['sip-start-line', ACK, /ACK (\S+) /, 'ACK <$1> '],
  ['sip-start-line', INVITE, /(INVITE \S+) /, '$1?Subject=x '],
  ['sip-mandatory-headers', INVITE, /^Max-Forwards: .*\n/m, ''],
  ['sip-mandatory-headers', BYE, /^CSeq: .*\n/m, ''],
  ['sip-mandatory-headers', OK, /^To: .*\n/m, ''],
  ['sip-branch-cookie', INVITE, /branch=z9hG4bK06c2/, 'branch=06c2'],
  ['sip-branch-cookie', BYE, /branch=z9hG4bKd5c2[^\n]*/, 'branch=z9hG4bK'],
  ['sip-cseq-method', BYE, 'CSeq: 2 BYE', 'CSeq: 2 INFO'],
  ['sip-content-type', INVITE, /^Content-Type: .*\n/m, ''],
  ['sip-content-type', OK, 'application/sdp', 'text/plain'],
  ['sip-to-tag-missing', OK, ';tag=30fe61746a', ''],
  ['sip-contact-missing', INVITE, /^Contact: .*\n/m, ''],
  ['sip-contact-missing', OK, /^Contact: .*\n/m, ''],
  ['sip-contact-missing', INVITE, /^Contact: .*$/m, 'Contact: <tel:+12065550100>'],
  ['sip-userinfo-empty', INVITE, 'Contact: <sip:+12065550100@', 'Contact: <sip:@'],
  ['sip-userinfo-empty', INVITE, 'From: "John Doe" <sip:+12065550100@', 'From: "John Doe" <sip::pw@'],
  ['sip-singleton-duplicate', INVITE, 'CSeq: 1 INVITE\n', 'CSeq: 1 INVITE\nCSeq: 1 INVITE\n'],
  ['sip-singleton-duplicate', BYE, 'Max-Forwards: 69\n', 'Max-Forwards: 69\nMax-Forwards: 5\n'],
  ['sip-quoting', INVITE, '"John Doe"', '"John Doe'],
  ['sip-quoting', BYE, '"John Doe"', 'Doe, John'],
  ['sip-quoting', INVITE, '203.0.113.10;branch', '203.0.113.10;;branch'],
  ['sip-uri-syntax', INVITE, '<sip:+12065550100@sbc1', '< sip:+12065550100@sbc1'],
  [
    'sip-uri-syntax',
    INVITE,
    'Contact: <sip:+12065550100@sbc1.contoso.com:5061',
    'Contact: <sip:a@2001:db8::7',
  ],
  [
    'sip-uri-syntax',
    INVITE,
    'Contact: <sip:+12065550100@sbc1.contoso.com:5061',
    'Contact: <sip:a@sbc1.contoso.com:x',
  ],
  ['sip-uri-syntax', OK, 'Contact: <sip:198', 'Contact: <198'],
  ['sip-value-range', INVITE, 'Max-Forwards: 69', 'Max-Forwards: 256'],
  ['sip-value-range', BYE, 'CSeq: 2 BYE', 'CSeq: 4294967297 BYE'],
  ['sip-route-syntax', ACK, /Route: <(.*)>/, 'Route: $1'],
  ['sip-route-syntax', INVITE, /Record-Route: <(.*)>/, 'Record-Route: $1'],
  ['sip-response-echo', RINGING, 'tag=26712SIPpTag001\nTo', 'tag=other\nTo'],
  ['sip-response-echo', BYE_OK, ';tag=30fe61746a', ';tag=zz'],
  ['sip-response-echo', OK, /^Via: SIP\/2\.0\/UDP 203\.0\.113\.11.*\n/m, ''],
  ['sip-response-echo', OK, 'branch=z9hG4bK-26712-1-0', 'branch=z9hG4bK-other'],
  ['sip-record-route-mirrored', OK, /^Record-Route: <sip:203.*\n/m, ''],
  ['sip-cseq-order', BYE, 'CSeq: 2 BYE', 'CSeq: 0 BYE'],
  ['sip-ack-cseq', ACK, 'CSeq: 1 ACK', 'CSeq: 7 ACK'],
  ['sip-dialog-tag', ACK, ';tag=30fe61746a', ''],
  ['sip-loop', INVITE, 'Max-Forwards: 69', 'Max-Forwards: 0'],
  [
    'sip-contact-unreachable',
    INVITE,
    'Contact: <sip:+12065550100@sbc1.contoso.com',
    'Contact: <sip:+12065550100@localhost',
  ],
  ['sip-contact-unreachable', OK, 'Contact: <sip:198.51.100.21', 'Contact: <sip:0.0.0.0'],
  ['sip-require-unsupported', BYE_OK, 'SIP/2.0 200 OK', 'SIP/2.0 420 Bad Extension\nUnsupported: timer'],
  ['sip-dialog-unknown', BYE_OK, 'SIP/2.0 200 OK', 'SIP/2.0 481 Call/Transaction Does Not Exist'],
  ['sip-refresher-mismatch', OK, 'Content-Type', 'Session-Expires: 1800\nContent-Type'],
  ['sip-rack-syntax', RINGING, 'Content-Type', 'Require: 100rel\nRSeq: x\nContent-Type'],
];

function errorsIn(messages: readonly string[]): readonly string[] {
  return analyse(messages.join(''))
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule.id);
}

describe('a right call with one defect', () => {
  const messages = messagesOf(fs.readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));

  it('is right without', () => {
    assert.equal(messages.length, 7);
    assert.deepEqual(errorsIn(messages), []);
  });

  for (const [place, [rule, message, from, to]] of changes.entries()) {
    it(`${place + 1} raises ${rule}`, () => {
      const text = messages[message] ?? '';
      const changed = messages.with(message, text.replace(from, to));
      assert.notEqual(changed[message], text, 'something is changed');
      const found = analyse(changed.join('')).findings.map(({ rule: { id } }) => id);
      assert.ok(
        found.some((id) => id === rule),
        found.join(', '),
      );
      const others = new Set(errorsIn(changed).filter((id) => id !== rule));
      assert.ok(others.size <= 2, [...others].join(', '));
    });
  }
});
