import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { renderCapture } from '../../server/engine/trace-text/render';
import { notUnderstood } from '../../server/language/not-understood';
import { viewOf } from '../support/view';

const good = `OPTIONS sip:b@example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
From: <sip:a@example.com>;tag=1
To: <sip:b@example.com>
Call-ID: 1
CSeq: 1 OPTIONS
Content-Length: 0

`;

describe('what was not understood', () => {
  it('of a trace that is read in full is nothing', () => {
    assert.deepEqual(notUnderstood(viewOf(good)), { items: [], more: 0 });
    assert.deepEqual(notUnderstood(viewOf('')), { items: [], more: 0 });
  });

  it('names the line that breaks a message’s grammar', () => {
    const { items } = notUnderstood(viewOf(good.replace('Call-ID: 1', 'Call-ID: 1\nno header at all')));
    const [item, ...others] = items;
    assert.deepEqual(others, []);
    assert.deepEqual([item?.kind, item?.label, item?.range.start.line], ['malformed', 'OPTIONS', 5]);
    assert.match(item?.message ?? '', /^A header line must read Name: value\.$/);
  });

  it('counts the lines outside of messages and leads to the first', () => {
    const log = `Jan 31 10:00:00 sbc started\n---\n\n${good}second line\nthird line\n`;
    const [item] = notUnderstood(viewOf(log)).items;
    assert.equal(item?.kind, 'outside');
    assert.match(item.message, /^[23] lines of \d+ belong to no message/);
    assert.equal(item.range.start.line, 0);
  });

  it('are the packets of a capture that are encrypted, with what is missing', () => {
    const file = path.resolve(__dirname, '../fixtures/capture/01h-inbound-tls.pcapng');
    const rendering = renderCapture([fs.readFileSync(file)]);
    assert.ok(rendering.kind === 'rendered');
    const { text } = rendering.capture;
    const [item, ...others] = notUnderstood(viewOf(text)).items;
    assert.deepEqual(others, []);
    assert.equal(item?.kind, 'encrypted');
    assert.equal(item.label, '05:52:04.239  203.0.113.10:58986 → 198.51.100.5:5061');
    assert.match(item.message, /^TLS 1\.2, not decrypted \(.*sipTrace\.tlsKeyLog.*\): no key for .*\.$/);
    assert.match(text.split('\n')[item.range.start.line] ?? '', /^=== 3 .* TLS TLS 1\.2/);
  });

  it('says when nothing was found', () => {
    const [item] = notUnderstood(viewOf('nothing\nat all')).items;
    assert.match(item?.message ?? '', /^No SIP message and no SDP was found/);
  });

  it('keeps the first thousand and counts the rest', () => {
    const bad = good.replace('Call-ID: 1', 'Call-ID: 1\nno header at all');
    const { items, more } = notUnderstood(viewOf(bad.repeat(1200)));
    assert.deepEqual([items.length, more], [1000, 200]);
  });
});
