import assert from 'node:assert/strict';
import { messageText } from '../../server/language/message-text';
import { positionOf, viewOf } from '../support/view';

/** What a panel shows of a request with some headers. */
function shown(...headers: readonly string[]): string {
  const text = [
    'REGISTER sip:example.com SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
    'From: <sip:a@example.com>;tag=1',
    'To: <sip:a@example.com>',
    'Call-ID: 1',
    'CSeq: 1 REGISTER',
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
  return messageText(viewOf(text), positionOf(text, 'CSeq'))?.text ?? '';
}

describe('the text of a message', () => {
  it('has the lines of the message, and no control characters', () => {
    const text = shown('Subject: a\u0007b\u202ec');
    assert.match(text, /^REGISTER sip:example\.com SIP\/2\.0\nVia: /);
    assert.match(text, /^Subject: a\ufffdb\ufffdc$/m);
  });

  it('masks what authenticates, however it is written', () => {
    const digest = shown(
      'Authorization: Digest username="a", realm="r", nonce="n",',
      ' uri="sip:example.com", response="5ecre7", cnonce=abc',
      'Proxy-Authorization : digest response = 5ecre7',
    );
    assert.match(digest, /^Authorization: Digest username="a", realm="r", nonce="n",$/m);
    assert.match(digest, /^ uri="sip:example\.com", response="\*{4}", cnonce="\*{4}"$/m);
    assert.match(digest, /^Proxy-Authorization : digest response = "\*{4}"$/m);
    assert.match(shown('Authorization: Basic YTo1ZWNyZTc='), /^Authorization: Basic \*{4}\nContent-Length/m);
    assert.match(shown('Authorization: Bearer', ' ey.5ecre7'), /^Authorization: Bearer \*{4}\nContent-/m);
  });
});
