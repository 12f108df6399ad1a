/** Captures as text for an editor, without a connection. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { renderForEditor, type CaptureHost } from '../../server/lsp/captures';
import type { RenderCaptureResult } from '../../shared/protocol';

const bytes = fs
  .readFileSync(path.resolve(__dirname, '../fixtures/capture/06-bad-pwd-in-checks.pcapng'))
  .toString('base64');
const host: CaptureHost = { pause: () => Promise.resolve(), fileAt: () => null };
const token = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

function rendered(longest: number | null, messages: number): Promise<RenderCaptureResult | null> {
  const limits = { messages, packets: 1e6, streams: 1e6 };
  return renderForEditor({ uri: 'file:///a.pcapng', bytes, keyLog: '', longest }, host, token, limits);
}

describe('a capture whose text has no room for all of its messages', () => {
  it('is shown, and said to be cut', async () => {
    const shown = await rendered(1e6, 3000);
    assert.equal(shown?.kind, 'rendered');
    assert.match(shown.problems[0]?.message ?? '', /^too much for one text: \d+ SIP messages from frame /);
  });

  it('is not saved: nobody would see what is missing', async () => {
    const whole = await rendered(null, 1e6);
    assert.equal(whole?.kind, 'rendered');
    assert.deepEqual(whole, await rendered(1e6, 1e6));
    const cut = await rendered(null, 3000);
    assert.equal(cut?.kind, 'refused');
    assert.match(cut.message, /sip-trace messages FILE/);
  });
});
