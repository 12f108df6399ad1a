/** The index of a large trace: its calls are those that an analysis finds, and each can be read out of the file alone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { indexLargeTrace } from '../../../server/engine/call-index/overview-index';
import type { LargeTrace, LargeTraceCall } from '../../../shared/large-trace';
import { buildCalls } from '../../../server/engine/calls/build';
import { parseSip } from '../../../server/engine/sip/parse';
import { callIdOf } from '../../../server/engine/sip/values';
import { decodeText } from '../../../server/engine/text/decode';
import { readText } from '../../../server/engine/traces/read';
import { isSip, type TraceMessage } from '../../../server/engine/traces/message';
import { parsePacket } from '../../../server/engine/trace-text/packet';
import { readCallInSlices, type TextFile } from '../../../server/engine/traces/read-call';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { renderCallInSlices } from '../../../server/engine/traces/render-call';
import { writeTraffic } from '../../bench/traffic';
import { cpuTime } from '../../support/cpu-time';
import { filesBelow, sharedPath } from '../../support/shared';

/** Of TCP, tcpdump -A prints the packets' own headers as text; where these end is learned from other packets. */
const needsOthers = /tcp\.tcpdump-A\.txt$/;

const root = path.resolve(__dirname, '../../..');

describe('the index of a large trace', () => {
  for (const [name, folder] of [
    ['samples', path.join(root, 'samples')],
    ['../shared/captures', sharedPath('captures')],
  ] as const) {
    it(`finds in all files of ${name} the calls that an analysis finds, and reads each of them alone`, function () {
      this.timeout(120_000);
      const files = filesBelow(folder).filter(
        (file) => !/\.(md|json|tsv|keylog\.txt|keys\.txt)$/i.test(file),
      );
      if (files.length === 0) this.skip();
      let calls = 0;
      for (const file of files) {
        const bytes = new Uint8Array(fs.readFileSync(file));
        const trace = indexed(bytes);
        if (trace === null) continue;
        const messages = messagesOf(textOf(bytes));
        const careful = buildCalls(messages, null).filter(({ kind }) => kind !== 'sdp');
        assert.deepEqual(
          trace.calls.map((call) => rowOf({ ...call, profile: { name: call.profile } })),
          careful.map((call) => rowOf({ ...call, messages: call.messages.length })),
          file,
        );
        if (needsOthers.test(file)) continue;
        for (const callId of new Set(trace.calls.map((call) => call.callId))) {
          calls++;
          const wanted = messages.filter((message) => isSip(message) && callIdOf(message.parsed) === callId);
          const read: readonly TraceMessage[] = messagesOf(readCall(bytes, trace, callId)).filter(
            (message) => isSip(message) && callIdOf(message.parsed) === callId,
          );
          assert.deepEqual(read.map(contentOf), wanted.map(contentOf), `${file}: ${callId}`);
        }
      }
      assert.ok(calls > 5);
    });
  }

  it('reads what belongs to a call of a capture: all, where there is no other', function () {
    const folder = sharedPath('captures', 'pcap');
    if (folder === null) this.skip();
    for (const name of [
      '01-inbound-ok',
      '01e-inbound-tcp',
      '01f-inbound-ipfrag',
      '01h-inbound-tls.with-secrets',
      '03-forked',
    ]) {
      const bytes: Uint8Array = new Uint8Array(fs.readFileSync(path.join(folder, `${name}.pcapng`)));
      const trace = indexed(bytes);
      const [call] = trace?.calls ?? [];
      assert.ok(trace !== null && call !== undefined, name);
      const blocks = (text: string): readonly string[] =>
        text.match(/^=== .*(SIP|STUN|RTP|RTCP|DTLS|TLS).*$/gm) ?? [];
      const whole = messagesOf(textOf(bytes));
      const callIds = new Set(whole.flatMap((message) => (isSip(message) ? [callIdOf(message.parsed)] : [])));
      assert.equal(callIds.size, 1, name);
      assert.deepEqual(blocks(readCall(bytes, trace, call.callId)), blocks(textOf(bytes)), name);
    }
  });

  it('reads of trace text what else belongs to a call', () => {
    const capture = new Uint8Array(fs.readFileSync(path.join(root, 'samples/inbound-forked.pcapng')));
    const whole = textOf(capture);
    const bytes = new TextEncoder().encode(whole);
    const trace = indexed(bytes);
    const [call] = trace?.calls ?? [];
    assert.ok(trace !== null && call !== undefined);
    assert.equal(trace.format, 'trace-text');
    const read = readCall(bytes, trace, call.callId);
    assert.deepEqual(read.match(/^=== .*/gm), whole.match(/^=== .*/gm));
  });

  it('says that a call is not where it was', () => {
    const bytes = new Uint8Array(fs.readFileSync(path.join(root, 'samples/inbound-ok.siptrace')));
    const trace = indexed(bytes);
    const [call] = trace?.calls ?? [];
    assert.ok(trace !== null && call !== undefined);
    const { callId, places } = call;
    const other = bytes.map((octet) => (octet === 10 ? 10 : 120));
    assert.deepEqual(finished(readCallInSlices(fileOf(other), { callId, places, heading: trace.heading })), {
      kind: 'moved',
    });
  });

  describe('of what is read in windows', () => {
    let folder = '';
    let sngrep = '';
    let capture = new Uint8Array(0);
    before(function () {
      this.timeout(60_000);
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
      writeTraffic(path.join(folder, 'a.pcap'), path.join(folder, 'a.log'), {
        calls: 4000,
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
        this.timeout(60_000);
        const text = change(sngrep);
        const bytes = new TextEncoder().encode(text);
        assert.ok(bytes.length > 3 * 8 * 1024 * 1024, 'several windows');
        check(bytes, text.startsWith('\ufeff') ? text.slice(1) : text);
      });
    }

    it('finds the calls of a text in UTF-16', function () {
      this.timeout(60_000);
      const text = sngrep.slice(0, sngrep.indexOf('\n2026', 9_000_000) + 1);
      check(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')), text);
    });

    it('finds the calls of trace text', function () {
      this.timeout(60_000);
      const text = textOf(capture);
      check(new TextEncoder().encode(text), text);
    });

    it('finds the calls of a text of sngrep, and of a capture', function () {
      this.timeout(60_000);
      check(new TextEncoder().encode(sngrep), sngrep);
      check(capture, textOf(capture));
    });

    it('reads a call of a capture of 28 MB in a quarter of a second, at most', function () {
      this.timeout(60_000);
      const trace = indexed(capture);
      const call = trace?.calls.at(-1);
      assert.ok(trace !== null && call !== undefined);
      readCall(capture, trace, call.callId);
      const before = cpuTime();
      readCall(capture, trace, call.callId);
      assert.ok(cpuTime() - before < 250);
    });

    function check(bytes: Uint8Array, text: string): void {
      const trace = indexed(bytes);
      assert.ok(trace);
      const careful = buildCalls(messagesOf(text), null);
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
});

/** Null where it cannot be read. */
function indexed(bytes: Uint8Array): LargeTrace | null {
  const reading = finished(indexLargeTrace(() => pieces(bytes), '', null));
  return reading.kind === 'indexed' ? reading.trace : null;
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.slice(at, at + (1 << 20));
}

function finished<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function fileOf(bytes: Uint8Array): TextFile {
  return { pieces: () => pieces(bytes), read: (start, end) => bytes.slice(start, end) };
}

function readCall(bytes: Uint8Array, trace: LargeTrace, callId: string): string {
  const places = trace.calls.filter((call) => call.callId === callId).flatMap((call) => call.places);
  if (trace.kind === 'capture') {
    const rendering = finished(renderCallInSlices(() => pieces(bytes), '', { callId, frames: places }));
    assert.ok(rendering.kind === 'rendered');
    return rendering.capture.text;
  }
  const reading = finished(readCallInSlices(fileOf(bytes), { callId, places, heading: trace.heading }));
  assert.ok(reading.kind === 'read', callId);
  return reading.text;
}

function textOf(bytes: Uint8Array): string {
  const rendering = renderCapture([bytes]);
  return rendering.kind === 'rendered' ? rendering.capture.text : decodeText(bytes).text;
}

function messagesOf(text: string): readonly TraceMessage[] {
  return readText(text).records.map((record, index): TraceMessage => {
    const { kind, content } = record;
    if (kind === 'sip') return { index, record, parsed: parseSip(content) };
    return { index, record, parsed: parsePacket(kind === 'packet' ? content : '') };
  });
}

function contentOf({ record }: TraceMessage): string {
  return record.content.replaceAll('\r', '').trimEnd();
}

type Row = Pick<
  LargeTraceCall,
  'kind' | 'callId' | 'from' | 'to' | 'outcome' | 'status' | 'started' | 'answered' | 'ended' | 'messages'
> & { readonly profile: { readonly name: string } };

function rowOf({
  callId,
  from,
  to,
  outcome,
  status,
  started,
  answered,
  ended,
  messages,
  profile,
}: Omit<Row, 'kind'>): object {
  return { callId, from, to, outcome, status, started, answered, ended, messages, profile: profile.name };
}
