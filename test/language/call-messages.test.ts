import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { callMessages } from '../../server/language/call-messages';
import type { MessageSummary } from '../../shared/protocol';
import { positionOf, viewOf } from '../support/view';

const samples = path.resolve(__dirname, '../../samples');

describe('the messages of a call', () => {
  it('are told in order with time, path, body and findings', () => {
    const text = fs.readFileSync(path.join(samples, 'outbound-credentials-change.siptrace'), 'utf8');
    const view = viewOf(text);
    const messages = of(text);
    assert.deepEqual(
      messages.map(({ kind, status, party, body }) => [kind, status, party, body]),
      [
        ['request', null, 'caller', 'offer'],
        ['response', 100, 'callee', null],
        ['response', 183, 'callee', 'answer'],
        ['response', 200, 'callee', 'answer'],
        ['request', null, 'caller', null],
        ['request', null, 'caller', null],
        ['response', 200, 'callee', null],
      ],
    );
    assert.deepEqual(messages.map(({ title }) => title).slice(0, 3), [
      'INVITE',
      '100 trying -- your call is important to us',
      '183 Session Progress',
    ]);
    assert.match(messages[6]?.title ?? '', /^200 .*\(BYE\)$/);
    const [invite] = messages;
    assert.deepEqual(invite?.range.start, positionOf(text, 'INVITE sip:'));
    assert.match(invite.source ?? '', /^[\d.]+:\d+$/);
    const errors = messages.reduce((sum, { counts }) => sum + counts.error, 0);
    assert.equal(errors, view.analysis.counts.error);
  });

  it('say which ones are retransmissions', () => {
    const invite = request('a');
    assert.deepEqual(
      of(`${invite}\n${invite}`).map(({ retransmission }) => retransmission),
      [false, true],
    );
  });

  it('of a call that is not there are none', () => {
    assert.equal(callMessages(viewOf(request('a')), 'no such key'), null);
  });

  it('of a description that stands alone is the description', () => {
    const [only, ...others] = of(fs.readFileSync(path.join(samples, 'sbc-offer.sdp'), 'utf8'));
    assert.deepEqual([only?.kind, only?.body, others.length], ['sdp', 'offer', 0]);
  });
});

function of(text: string): readonly MessageSummary[] {
  const view = viewOf(text);
  return callMessages(view, view.analysis.trace.calls[0]?.key ?? '') ?? [];
}

function request(branch: string): string {
  return `INVITE sip:b@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${branch}\nFrom: <sip:a@example.com>;tag=1\nTo: <sip:b@example.com>\nCall-ID: 1\nCSeq: 1 INVITE\nContent-Length: 0\n\n`;
}
