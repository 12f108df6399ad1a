/** The index of a large trace: its calls are those that an analysis finds, and each can be read out of the file alone. */
import { finished } from '../../../server/engine/basics/finished';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { buildCalls } from '../../../server/engine/calls/build';
import { weigh } from '../../../server/engine/evidence/evidence';
import { callIdOf } from '../../../server/engine/sip/values';
import { isSip, type TraceMessage } from '../../../server/engine/traces/message';
import { readCallInSlices } from '../../../server/engine/traces/read-call';
import { filesBelow, sharedPath, skipUnshared } from '../../support/shared';
import { indexed, fileOf, readCall, textOf, messagesOf, contentOf, rowOf } from './large-traces';

/** Of TCP, tcpdump -A prints the packets' own headers as text; where these end is learned from other packets. */
const needsOthers = /tcp\.tcpdump-A\.txt$/;

const root = path.resolve(__dirname, '../../..');

describe('the index of a large trace', () => {
  for (const [name, folder] of [
    ['samples', path.join(root, 'samples')],
    ['../shared/captures', sharedPath('captures')],
  ] as const) {
    it(`finds in all files of ${name} the calls that an analysis finds, and reads each of them alone`, function () {
      const files = filesBelow(folder).filter(
        (file) => !/\.(md|json|tsv|keylog\.txt|keys\.txt)$/i.test(file),
      );
      if (files.length === 0) skipUnshared(this);
      let calls = 0;
      for (const file of files) {
        const bytes = new Uint8Array(fs.readFileSync(file));
        const trace = indexed(bytes);
        if (trace === null) continue;
        const messages = messagesOf(textOf(bytes));
        const careful = buildCalls(messages.filter(weigh(messages).counts), null).filter(
          ({ kind }) => kind !== 'sdp',
        );
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
    if (folder === null) skipUnshared(this);
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
    const capture = new Uint8Array(
      fs.readFileSync(path.join(root, 'test/fixtures/forked/inbound-forked.pcapng')),
    );
    const whole = textOf(capture);
    const bytes = new TextEncoder().encode(whole);
    const trace = indexed(bytes);
    const [call] = trace?.calls ?? [];
    assert.ok(trace !== null && call !== undefined);
    assert.equal(trace.format, 'trace-text');
    const read = readCall(bytes, trace, call.callId);
    const blocks = /^=== \d.*/gm;
    assert.deepEqual(read.match(blocks), whole.match(blocks));
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
});
