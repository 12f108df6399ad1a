import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { replayView } from '../../server/language/replay-view/replay-view';
import { summarise } from '../../server/lsp/summary';
import { viewOf } from '../support/view';

describe('messages that break off', () => {
  const whole = fs.readFileSync(path.resolve(__dirname, '../fixtures/integration/proxy.log'), 'utf8');

  it('are told of the trace and of their call, with the place of the first', () => {
    assert.equal(whole.slice(0, 3000).match(/^Call-ID: /gm)?.length, 3);
    const view = viewOf(whole.slice(0, 3000));
    const [call] = view.analysis.trace.calls;
    assert.match(
      summarise(view).capture[0] ?? '',
      /^The end of a message is missing \(\d{3} .+ \(INVITE\)\)/,
    );
    const [note] = replayView(view, { key: call?.key ?? '' }, null)?.capture ?? [];
    assert.equal(note?.id, 'message-cut');
    assert.match(
      view.analysis.trace.text.split('\n')[note.range?.start.line ?? 0] ?? '',
      /^SIP\/2\.0 \d{3} /,
    );
  });

  it('are not told of a whole trace', () => {
    assert.ok(summarise(viewOf(whole)).capture.every((sentence) => !sentence.includes('missing')));
  });
});
