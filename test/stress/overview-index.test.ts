/** The index of a trace of several windows: its calls are those of an analysis, and each is read out of the file alone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildCalls } from '../../server/engine/calls/build';
import { weigh } from '../../server/engine/evidence/evidence';
import { isSip } from '../../server/engine/traces/message';
import { writeTraffic } from '../bench/traffic';
import { quickest } from '../support/cpu-time';
import { indexed, readCall, textOf, messagesOf, contentOf, rowOf } from '../engine/call-index/large-traces';

describe('the index of a large trace that is read in windows', () => {
  let folder = '';
  let sngrep = '';
  let capture = new Uint8Array(0);
  before(function () {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    writeTraffic(path.join(folder, 'a.pcap'), path.join(folder, 'a.log'), {
      calls: 2800,
      atOnce: 50,
      voice: 2,
    });
    capture = new Uint8Array(fs.readFileSync(path.join(folder, 'a.pcap')));
    sngrep = fs.readFileSync(path.join(folder, 'a.log'), 'latin1');
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  for (const [what, change] of [
    ['a text of a form that is not streamed', (text: string) => text.replaceAll(' -> ', ' => ')],
    [
      'a text with a mark and letters of several octets',
      (text: string) => `\ufeff${text.replaceAll('gateway', 'gätewäy\u{1f4de}')}`,
    ],
    ['a text with lines for all at its top', (text: string) => `#!profile rfc\n${text}`],
  ] as const) {
    it(`finds the calls of ${what}, where they are`, function () {
      const text = change(sngrep);
      const bytes = new TextEncoder().encode(text);
      assert.ok(bytes.length > 2 * 8 * 1024 * 1024, 'several windows');
      check(bytes, text.startsWith('\ufeff') ? text.slice(1) : text);
    });
  }

  it('finds the calls of a text in UTF-16', function () {
    const text = sngrep.slice(0, sngrep.indexOf('\n2026', 9_000_000) + 1);
    check(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')), text);
  });

  it('finds the calls of trace text', function () {
    const text = textOf(capture);
    check(new TextEncoder().encode(text), text);
  });

  it('finds the calls of a text of sngrep, and of a capture', function () {
    check(new TextEncoder().encode(sngrep), sngrep);
    check(capture, textOf(capture));
  });

  it('reads a call of a capture of 20 MB in a moment', () => {
    const trace = indexed(capture);
    const call = trace?.calls.at(-1);
    assert.ok(trace !== null && call !== undefined);
    assert.ok(quickest(() => void readCall(capture, trace, call.callId), 250) < 500);
  });

  function check(bytes: Uint8Array, text: string): void {
    const trace = indexed(bytes);
    assert.ok(trace);
    const messages = messagesOf(text);
    const careful = buildCalls(messages.filter(weigh(messages).counts), null);
    assert.equal(trace.calls.length, careful.length);
    trace.calls.forEach((call, place) => {
      const other = careful[place];
      assert.ok(other);
      assert.deepEqual(
        rowOf({ ...call, profile: { name: call.profile } }),
        rowOf({ ...other, messages: other.messages.length }),
      );
    });
    for (const place of [0, 1, trace.calls.length >> 1, trace.calls.length - 1]) {
      const callId: string = trace.calls[place]?.callId ?? '';
      const wanted = careful[place]?.messages.map(({ message }) => contentOf(message));
      assert.deepEqual(
        messagesOf(readCall(bytes, trace, callId))
          .filter(isSip)
          .map(contentOf),
        wanted,
      );
    }
  }
});
