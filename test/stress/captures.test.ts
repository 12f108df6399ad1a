/** Captures that were made to fill a reader's memory: it stays within bounds, and what stands behind them is read. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { renderCapture } from '../../server/engine/trace-text/render';
import { hostileCaptures, type Rendered } from './hostile-captures';

describe('compressed files that grow without end', () => {
  it('are stopped, and what came before is shown', function () {
    const rendering = renderCapture(hostileCaptures['gzip-bomb']?.() ?? []);
    assert.equal(rendering.kind, 'rendered');
    assert.equal(rendering.capture.text.split('\nOPTIONS sip:').length - 1, 1);
    assert.match(
      rendering.capture.problems.at(-1)?.message ?? '',
      /^the gzip file unpacks to more than 268435456 octets out of \d+: that is no capture, the rest is not read$/,
    );
  });
});

describe('captures that fill memory', function () {
  /** Megabytes of the whole process: Node with the compiler of the tests takes about 120 of them. */
  const MOST = 700;

  for (const [name, problems] of [
    ['connections', []],
    ['messages', []],
    ['tls-connections', []],
    ['segments-out-of-order', []],
    ['fragments', []],
    ['tiny-fragments', []],
    ['websocket-frames', []],
    ['media-streams', [/^more streams of RTP than are kept: \d+ are not shown$/]],
    ['checks', [/^too much for one text: \d+ packets from frame \d+ on are left out$/]],
  ] as const) {
    it(`${name}: within bounds, and what stands behind them is read`, async () => {
      const program = path.join(import.meta.dirname, 'hostile-captures.ts');
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--import=tsx',
        '--max-old-space-size=450',
        program,
        name,
      ]);
      const rendered = JSON.parse(stdout) as Rendered;
      assert.equal(rendered.messages, 1);
      assert.equal(rendered.problems.length, problems.length);
      for (const [index, problem] of problems.entries())
        assert.match(rendered.problems[index] ?? '', problem);
      assert.ok(rendered.megabytes < MOST, `${rendered.megabytes} MB`);
    });
  }
});
