import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { renderCapture } from '../../server/engine/trace-text/render';
import { callExcerpt } from '../../server/language/call-excerpt';
import { viewOf } from '../support/view';

const fixtures = path.resolve(__dirname, '../fixtures');

describe('the excerpt of a call', () => {
  it('holds of a log the call alone, as it stands there', () => {
    const text = fs.readFileSync(path.join(fixtures, 'integration/proxy.log'), 'utf8');
    const second = text
      .replaceAll(/^(Call-ID: |i: ).*/gim, '$1another@call')
      .replaceAll(/branch=z9hG4bK/g, '$&x');
    const view = viewOf(`${text}\n${second}`);
    const { calls } = view.analysis.trace;
    assert.equal(new Set(calls.map(({ callId }) => callId)).size, 2);
    for (const call of calls) {
      const excerpt = callExcerpt(view, call.key) ?? '';
      const { trace } = viewOf(excerpt).analysis;
      assert.deepEqual(new Set(trace.calls.map(({ callId }) => callId)), new Set([call.callId]));
      const own = calls.filter(({ callId }) => callId === call.callId).flatMap(({ messages }) => messages);
      assert.deepEqual(
        trace.messages.map(({ parsed, record }) => [parsed.content, record.meta.time]),
        own.map(({ message: { parsed, record } }) => [parsed.content, record.meta.time]),
      );
    }
  });

  it('holds of a capture its packets, too, so that it is judged as there', () => {
    const rendering = renderCapture([fs.readFileSync(path.join(fixtures, 'forked/inbound-forked.pcapng'))]);
    assert.ok(rendering.kind === 'rendered');
    const view = viewOf(rendering.capture.text);
    const alone = viewOf(callExcerpt(view, view.analysis.trace.calls[0]?.key ?? '') ?? '');
    const findings = (of: typeof view) => of.analysis.findings.map(({ rule, message }) => [rule.id, message]);
    assert.deepEqual(findings(alone), findings(view));
    assert.deepEqual(
      alone.analysis.trace.messages.map(({ parsed }) => parsed.content),
      view.analysis.trace.messages.map(({ parsed }) => parsed.content),
    );
  });

  it('of no call is nothing', () => {
    assert.equal(callExcerpt(viewOf(''), 'x'), null);
  });
});
