/** The index of calls shows what an analysis shows, whatever the trace is and in whatever pieces it comes. */
import assert from 'node:assert/strict';
import { finished } from '../../../server/engine/basics/finished';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { CallIndex } from '../../../server/engine/call-index/call-index';
import { indexTrace } from '../../../server/engine/call-index/index-trace';
import { detailsOf } from '../../../server/engine/call-index/list-calls';
import { openTrace } from '../../../server/engine/call-index/open-trace';
import { buildCalls } from '../../../server/engine/calls/build';
import type { Profile } from '../../../shared/calls';
import { type CallDetails, talkedFor } from '../../../server/engine/calls/call-row';
import { parseSdp } from '../../../server/engine/sdp/parse';
import { parseSip } from '../../../server/engine/sip/parse';
import { callJson } from '../../../server/engine/report/calls';
import { weigh } from '../../../server/engine/evidence/evidence';
import { decodeText } from '../../../server/engine/basics/decode';
import { readText } from '../../../server/engine/traces/read';
import { parsePacket } from '../../../server/engine/trace-text/packet';
import { renderCapture } from '../../../server/engine/trace-text/render';
import type { TraceMessage } from '../../../server/engine/traces/message';
import { capture, sngrepText, traffic } from './traffic';
import { filesBelow, skipUnshared } from '../../support/shared';

const root = path.resolve(__dirname, '../../..');
const options =
  'OPTIONS sip:b@example.com SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';
const chosen: readonly (Profile | null)[] = [null, 'teams-bypass', 'rfc'];

/** The calls as an analysis finds them, by a profile. */
function careful(file: Uint8Array): (profile: Profile | null) => readonly CallDetails[] {
  const rendering = renderCapture([file]);
  const text = rendering.kind === 'rendered' ? rendering.capture.text : decodeText(file).text;
  const { records, clocks } = readText(text);
  const messages = records.map((record, index): TraceMessage => {
    const { kind, content } = record;
    switch (kind) {
      case 'sip':
        return { index, record, parsed: parseSip(content) };
      case 'sdp':
        return { index, record, parsed: { kind, content, sdp: parseSdp(content) } };
      case 'packet':
        return { index, record, parsed: parsePacket(content) };
    }
  });
  const { counts } = weigh(messages, clocks);
  return (profile) =>
    buildCalls(messages.filter(counts), profile)
      .filter(({ kind }) => kind === 'call')
      .map((call) => ({ ...call, messages: call.messages.length, talked: talkedFor(call) }));
}

/** The calls as an index finds them; each piece is wiped when it was used. */
function indexed(file: Uint8Array, profile: Profile | null, pieceLength = 1 << 20): readonly CallDetails[] {
  const calls: CallDetails[] = [];
  finished(
    indexTrace([() => pieces(file, pieceLength)], {
      keyLog: '',
      chosen: profile,
      row: detailsOf,
      take: (call) => calls.push(call),
    }),
  );
  return calls;
}

/** The first piece holds what tells the form of a file. */
function* pieces(file: Uint8Array, length: number): Generator<Uint8Array> {
  const first = Math.min(file.length, Math.max(length, 256));
  for (let at = 0; at < file.length;) {
    const piece = file.slice(at, at === 0 ? first : at + length);
    at += piece.length;
    yield piece;
    piece.fill(0xff);
  }
}

function assertSame(file: Uint8Array, name: string, pieceLengths: readonly number[] = [1 << 20]): void {
  const wanted = careful(file);
  for (const profile of chosen) {
    const calls = wanted(profile).map(callJson);
    for (const pieceLength of pieceLengths)
      assert.deepEqual(
        indexed(file, profile, pieceLength).map(callJson),
        calls,
        `${name}, profile ${profile ?? 'auto'}, in pieces of ${pieceLength}`,
      );
  }
}

function smallFilesBelow(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  return filesBelow(folder).filter((file) => fs.statSync(file).size < 4_000_000);
}

describe('index of calls', () => {
  for (const folder of ['samples', 'test/fixtures', '../shared/captures', '../shared/corpus']) {
    it(`shows of all files in ${folder} what an analysis shows`, function () {
      const files = smallFilesBelow(path.join(root, folder));
      if (files.length === 0) skipUnshared(this);
      for (const file of files) {
        const bytes = new Uint8Array(fs.readFileSync(file));
        assertSame(bytes, file, bytes.length < 100_000 ? [1 << 20, 97] : [1 << 20]);
      }
    });
  }

  it('tells captures, texts of sngrep and other texts apart', () => {
    const kindOf = (bytes: Uint8Array): string => openTrace([() => [bytes]]).kind;
    const sample = (name: string): Uint8Array =>
      new Uint8Array(fs.readFileSync(path.join(root, 'samples', name)));
    const sent = {
      source: '192.0.2.1',
      destination: '192.0.2.2',
      transport: 'udp',
      content: options,
    } as const;
    assert.equal(kindOf(sample('inbound-blocked.pcapng')), 'packets');
    assert.equal(kindOf(new TextEncoder().encode(sngrepText([sent], '\n'))), 'sngrep');
    assert.equal(kindOf(sample('sbc-offer.sdp')), 'text');
    assert.equal(kindOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46])), 'unreadable');
  });

  it('puts calls in the order in which they began, whatever became complete first', () => {
    const sents = ['one', 'two'].map((callId) => ({
      source: '192.0.2.1',
      destination: '192.0.2.2',
      transport: 'udp' as const,
      content: options.replaceAll('OPTIONS', 'INVITE').replace('Call-ID: 1', `Call-ID: ${callId}`),
    }));
    assert.deepEqual(
      indexed(capture(sents), null).map(({ callId }) => callId),
      ['one', 'two'],
    );
  });

  it('takes a message of a stream for complete when the packet that came last did, whatever their numbers', () => {
    const said = (start: string): string =>
      [
        start,
        'Via: SIP/2.0/TCP a;branch=z9hG4bK1',
        'From: <sip:a@b>;tag=a',
        options.slice(options.indexOf('Call-ID')),
      ]
        .join('\r\n')
        .replace('1 OPTIONS', '1 INVITE');
    const stream = { source: '192.0.2.1', destination: '192.0.2.2', transport: 'tcp' } as const;
    const other = { source: '192.0.2.3', destination: '192.0.2.4', transport: 'udp' } as const;
    const trying = said('SIP/2.0 100 Trying');
    const invite = said('INVITE sip:b@example.com SIP/2.0');
    // What is recorded second comes last, and fills the hole before what was recorded fourth.
    const file = capture([
      { ...stream, content: invite },
      { ...stream, content: trying, shift: 40_000_000 },
      { ...other, content: trying, shift: -7_000_000 },
      { ...stream, content: trying },
      { ...other, content: invite },
    ]);
    assertSame(file, 'a stream out of order');
    assert.deepEqual(
      indexed(file, null).map(({ messages }) => messages),
      [3],
    );
  });

  it('shows when a call ended that was challenged before, as an analysis does', () => {
    const line = (start: string, cseq: string, tag = ''): string =>
      [
        start,
        `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${cseq.replace(' ', '')}`,
        'From: <sip:a@example.com>;tag=a',
        `To: <sip:b@example.com>${tag}`,
        'Call-ID: 1',
        `CSeq: ${cseq}`,
        'Content-Length: 0\r\n\r\n',
      ].join('\r\n');
    const contents = [
      line('INVITE sip:b@example.com SIP/2.0', '1 INVITE'),
      line('SIP/2.0 407 Proxy Authentication Required', '1 INVITE', ';tag=x'),
      line('ACK sip:b@example.com SIP/2.0', '1 ACK', ';tag=x'),
      line('INVITE sip:b@example.com SIP/2.0', '2 INVITE'),
      line('SIP/2.0 200 OK', '2 INVITE', ';tag=b'),
      line('ACK sip:b@example.com SIP/2.0', '2 ACK', ';tag=b'),
      line('BYE sip:b@example.com SIP/2.0', '3 BYE', ';tag=b'),
    ];
    for (const isOver of [true, false]) {
      const sents = contents.slice(0, isOver ? 7 : 6).map((content) => {
        const [source, destination] = content.startsWith('SIP')
          ? ['192.0.2.2', '192.0.2.1']
          : ['192.0.2.1', '192.0.2.2'];
        return { source, destination, transport: 'udp' as const, content };
      });
      const file = new TextEncoder().encode(sngrepText(sents, '\r\n'));
      assertSame(file, 'challenged', [1 << 20, 97]);
      const [call] = indexed(file, null);
      assert.equal(call?.outcome, 'answered');
      assert.equal(call.ended !== null, isOver);
      assertSame(capture(sents), 'challenged capture');
    }
  });

  it('shows of any capture what an analysis shows', function () {
    fc.assert(
      fc.property(traffic, fc.constantFrom(1, 100, 1000, 1 << 20), (sents, pieceLength) => {
        assertSame(capture(sents), 'capture', [pieceLength]);
      }),
      { numRuns: 300 },
    );
  });

  it('puts calls in the order in which they began where some were met before, in what was no message', () => {
    const index = new CallIndex();
    const way = index.way('192.0.2.1', '192.0.2.2');
    const invite = (callId: string): Uint8Array =>
      new TextEncoder().encode(
        'INVITE sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=a\r\n' +
          `To: <sip:b@b>\r\nCall-ID: ${callId}\r\nCSeq: 1 INVITE\r\n\r\n`,
      );
    const meet = (callId: string): void => {
      const bytes = invite(callId);
      assert.ok(index.scanner.scan(bytes, 0, bytes.length));
    };
    const wanted: string[] = [];
    const add = (callId: string): void => {
      const bytes = invite(callId);
      assert.ok(index.addOctets(bytes, 0, bytes.length, way, 0, 'full', wanted.push(callId)));
    };
    meet('late');
    // As many as are taken at a time, so that the second one is where they are.
    for (let call = 1; call < 998; call++) add(`early ${call}`);
    meet('later');
    for (let call = 0; call < 100; call++) add(`then ${call}`);
    add('late');
    add('later');
    const found: string[] = [];
    const collecting = index.collect(
      null,
      ({ callId }) => callId,
      (callId) => found.push(callId),
    );
    assert.equal(finished(collecting), wanted.length);
    assert.deepEqual(found, wanted);
  });

  it('takes ports for no part of a path, and nothing else for a port', () => {
    const invite =
      'INVITE sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/TLS a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=a\r\n' +
      'To: <sip:b@b>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n';
    // An address of Microsoft's decides who is who.
    const ends = ['', ':5060', ':65535', ':65536', ':'].map((port) => `52.114.75.24${port}`);
    const others = [':5060', '[2001:db8::1]', '[2001:db8::1]:5060', '[2001:db8::1:1', '2001:db8::1:5060'];
    const said = [...ends, ...others].flatMap((end, place) =>
      [`${end} -> 198.51.100.1:5061`, `198.51.100.1:5062 -> ${end}`].map(
        (way) =>
          `2026/01/31 10:00:00.000001 ${way}\n${invite.replace('Call-ID: 1', `Call-ID: ${place}`)}\n\n`,
      ),
    );
    for (const one of said)
      for (const other of said) assertSame(new TextEncoder().encode(`${one}${other}`), `${one} and ${other}`);
  });

  it('shows of any text of sngrep what an analysis shows', function () {
    fc.assert(
      fc.property(
        traffic,
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom(1, 100, 1000, 1 << 20),
        (sents, lineEnd, pieceLength) => {
          assertSame(new TextEncoder().encode(sngrepText(sents, lineEnd)), 'text', [pieceLength]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
